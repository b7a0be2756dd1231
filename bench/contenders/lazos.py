"""Lazos itself: the whole program with its Telegram channel, as `lazos serve` runs it, on the database of its settings.

Only the rate at which it may send is raised beyond what the settings allow: the pace is not what is measured.
"""

import sys

import uvloop

from bench.load import SECRET
from bench.processes import MEASURED, pin, ready
from bench.provider import TOKEN
from bot import logs
from bot.attachments import Attachments
from bot.channels.telegram import Telegram
from bot.inbox import StoreInbox
from bot.program import Program
from bot.serving import COMMANDS, introduce
from bot.settings import Settings
from bot.ticks import ticks
from models.store import Store

NO_LIMIT = 1_000_000.0  # messages a second


def main(provider: str, folder: str) -> None:
    logs.configure(json=True)
    settings = Settings(files_url=f"file://{folder}/files", port=0)
    store = Store(settings.database_url, settings.vault())
    store.run(introduce, settings)

    def channels(store: Store, inbox: StoreInbox) -> list[Telegram]:
        telegram = Telegram(
            token=TOKEN,
            secret=SECRET,
            api_url=f"{provider}/bot",
            file_url=f"{provider}/file/bot",
            rate=NO_LIMIT,
            public_url=None,
            store=store,
            inbox=inbox,
            attachments=Attachments(store),
            commands=COMMANDS,
        )
        return [telegram]

    uvloop.run(Program(settings, store, channels, ticks).run(started=ready))
    store.close()


if __name__ == "__main__":
    pin(MEASURED)
    main(*sys.argv[1:])
