"""Lazos itself: the whole program with its Telegram channel, as `lazos serve` runs it, on the database of its settings.

Only the rate at which it may send is raised beyond what the settings allow: the pace is not what is measured.
"""

import sys

import uvloop

from bench.channels import telegram
from bench.load import SECRET
from bench.processes import MEASURED, pin, ready
from bot import logs
from bot.channels.telegram import Telegram
from bot.inbox import StoreInbox
from bot.program import Program
from bot.serving import COMMANDS, introduce
from bot.settings import Settings
from bot.ticks import ticks
from models.store import Store


def main(provider: str, folder: str) -> None:
    logs.configure(json=True)
    settings = Settings(files_url=f"file://{folder}/files", port=0)
    store = Store(settings.database_url, settings.vault())
    store.run(introduce, settings)

    def channels(store: Store, inbox: StoreInbox) -> list[Telegram]:
        return [telegram(provider, store, inbox, secret=SECRET, commands=COMMANDS)]

    uvloop.run(Program(settings, store, channels, ticks).run(started=ready))
    store.close()


if __name__ == "__main__":
    pin(MEASURED)
    main(*sys.argv[1:])
