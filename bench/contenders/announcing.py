"""Lazos itself with both channels, each at a rate of its own, as `lazos serve` runs it on the database of its settings.

No hour is quiet, so that something can be measured at any hour. With a role it is one process of several, on whichever
core is free.

Run as a process of its own: `python -m bench.contenders.announcing provider folder`, Telegram's rate, WhatsApp's rate,
and the role unless it is all of it.
"""

import sys

import uvloop

from bench.announcements.callbacks import PUBLIC
from bench.channels import telegram, whatsapp
from bench.load import SECRET
from bench.processes import MEASURED, pin, ready
from bot import logs
from bot.channels.base import Channel
from bot.inbox import StoreInbox
from bot.program import Program
from bot.roles import PARTS, Part, Role
from bot.serving import COMMANDS, introduce
from bot.settings import Settings
from bot.ticks import ticks
from models import hours
from models.store import Store


def main(provider: str, folder: str, to_telegram: str, to_whatsapp: str, role: str = Role.all) -> None:
    logs.configure(json=True)
    hours.usually_quiet(0, 0)
    settings = Settings(files_url=f"file://{folder}/files", port=0)
    store = Store(settings.database_url, settings.vault())
    store.run(introduce, settings)
    receives = Part.receiving in PARTS[Role(role)]

    def channels(store: Store, inbox: StoreInbox) -> list[Channel]:
        one = telegram(
            provider, store, inbox, rate=float(to_telegram), secret=SECRET, commands=COMMANDS, receives=receives
        )
        other = whatsapp(provider, store, inbox, rate=float(to_whatsapp), public_url=PUBLIC, receives=receives)
        return [one, other]

    uvloop.run(Program(settings, store, channels, ticks, Role(role)).run(started=ready))
    store.close()


if __name__ == "__main__":
    if Role.all in (sys.argv[5:] or [Role.all]):
        pin(MEASURED)
    main(*sys.argv[1:])
