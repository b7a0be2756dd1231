"""An announcement as a user of aiogram could send it who keeps track as Lazos does: in groups.

As many in flight as Lazos has, on uvloop; those that are to be sent are marked some hundreds at a time, and how it went
is recorded for all that landed in the last 50 ms, in a thread beside the loop.

Run as a process of its own: `python -m bench.contenders.sending_aiogram provider folder`.
"""

import asyncio
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import Any

import uvloop
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from sqlalchemy import Engine, bindparam, update

from bench.contenders.recipients import MOST, SENDING, SENT, TEXT, Recipient, recipients
from bench.processes import MEASURED, pin, ready
from bench.provider import TOKEN
from bot.delivery import MOST_BULK
from tests.crowd import FIRST_CHAT

FLUSH = 0.05  # seconds
_THIS = update(Recipient.__table__).where(Recipient.__table__.c.id == bindparam("number"))  # type: ignore[arg-type]


class Announcing:
    """Sends to everybody there is."""

    def __init__(self, bot: Bot, engine: Engine) -> None:
        self._bot, self._engine = bot, engine
        self._numbers = iter(range(1, MOST))
        self._under_way: set[asyncio.Task[None]] = set()
        self._landed: list[dict[str, Any]] = []

    async def run(self) -> None:
        """Take on as many as there is room for, send them, record how it went."""
        loop = asyncio.get_running_loop()
        with ThreadPoolExecutor(1) as writer:
            while True:
                landed, self._landed = self._landed, []
                numbers = list(islice(self._numbers, MOST_BULK - len(self._under_way)))
                await loop.run_in_executor(writer, self._write, landed, numbers)
                for number in numbers:
                    task = loop.create_task(self._send(number))
                    self._under_way.add(task)
                    task.add_done_callback(self._under_way.discard)
                await asyncio.sleep(FLUSH)

    async def _send(self, number: int) -> None:
        message = await self._bot.send_message(FIRST_CHAT + number, TEXT)
        self._landed.append({"number": number, "message": str(message.message_id)})

    def _write(self, landed: list[dict[str, Any]], numbers: list[int]) -> None:
        moment = time.time()
        with self._engine.begin() as db:
            if landed:
                sent = _THIS.values(state=SENT, provider_id=bindparam("message"), moved_at=moment)
                db.execute(sent, landed)
            if numbers:
                db.execute(_THIS.values(state=SENDING, moved_at=moment), [{"number": number} for number in numbers])


async def main(provider: str, folder: str) -> None:
    engine = recipients(folder)
    session = AiohttpSession(api=TelegramAPIServer.from_base(provider), limit=MOST_BULK)
    async with Bot(TOKEN, session=session) as bot:
        ready("aiogram")
        await Announcing(bot, engine).run()


if __name__ == "__main__":
    pin(MEASURED)
    uvloop.run(main(*sys.argv[1:]))
