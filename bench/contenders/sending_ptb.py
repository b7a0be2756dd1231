"""An announcement as a user of python-telegram-bot would send it.

`loop`: one `send_message` after the other, and nothing is kept. `rows`: as well tuned as we could make it. As many in
flight as are quickest (more are slower), a pool with room for more than that, uvloop, and for each message its row
brought up to date by SQLAlchemy's ORM, in a thread beside the loop.

Run as a process of its own: `python -m bench.contenders.sending_ptb provider folder loop`, or `rows`.
"""

import asyncio
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import uvloop
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from telegram import Bot
from telegram.request import HTTPXRequest

from bench.contenders.recipients import MOST, SENT, TEXT, Recipient, recipients
from bench.processes import MEASURED, pin, ready
from bench.provider import TOKEN
from tests.crowd import FIRST_CHAT

IN_FLIGHT, POOL = 24, 256


async def loop(provider: str, _folder: str) -> None:
    """One after the other."""
    async with Bot(TOKEN, base_url=f"{provider}/bot") as bot:
        ready("loop")
        for number in range(1, MOST):
            await bot.send_message(FIRST_CHAT + number, TEXT)


async def rows(provider: str, folder: str) -> None:
    """Many at once, a row each."""
    engine = recipients(folder)
    request = HTTPXRequest(connection_pool_size=POOL)
    with ThreadPoolExecutor(1) as writer:
        async with Bot(TOKEN, base_url=f"{provider}/bot", request=request) as bot:
            ready("rows")
            numbers = iter(range(1, MOST))
            await asyncio.gather(*(_some(bot, numbers, engine, writer) for _ in range(IN_FLIGHT)))


async def _some(bot: Bot, numbers: Iterator[int], engine: Engine, writer: ThreadPoolExecutor) -> None:
    for number in numbers:
        message = await bot.send_message(FIRST_CHAT + number, TEXT)
        await asyncio.get_running_loop().run_in_executor(writer, _keep, engine, number, message.message_id)


def _keep(engine: Engine, number: int, message: int) -> None:
    with Session(engine) as session, session.begin():
        row = session.get_one(Recipient, number)
        row.state, row.provider_id, row.moved_at = SENT, str(message), time.time()


if __name__ == "__main__":
    pin(MEASURED)
    where, kept, how = sys.argv[1:]
    if how == "loop":
        asyncio.run(loop(where, kept))
    else:
        uvloop.run(rows(where, kept))
