"""What the double's Telegram knows: chats, files, the webhook, who blocked the bot."""

import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.double.options import Options
from tests.double.record import Record
from tests.double.telegram_polling import Pending

Json = dict[str, Any]
BOT_USERNAME = "LazosDoubleBot"
MESSAGE_LIFE = 48 * 3600


@dataclass(slots=True)
class StoredFile:
    """A file somebody sent or the bot uploaded; `path` is what getFile answers."""

    id: str
    path: str
    name: str
    type: str
    content: bytes


@dataclass(slots=True)
class TelegramState:
    """Mutable truth of one bot at the double."""

    options: Options
    record: Record
    webhook: Json = field(default_factory=lambda: {"url": ""})
    secret: str = ""
    pending: Pending = field(default_factory=Pending)
    people: dict[int, Json] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    files: dict[str, StoredFile] = field(default_factory=dict)
    answered: dict[str, Json | None] = field(default_factory=dict)
    blocked: set[str] = field(default_factory=set)
    incoming: dict[tuple[str, int], int] = field(default_factory=dict)
    message_ids: Counter[str] = field(default_factory=Counter)
    updates: int = 500_000_000

    @property
    def bot(self) -> Json:
        id = int(self.options.telegram_token.partition(":")[0])
        return {"id": id, "is_bot": True, "first_name": "Lazos", "username": BOT_USERNAME}

    def next_id(self, address: str) -> int:
        """Message ids grow in each chat, over messages of both sides."""
        self.message_ids[address] += 1
        return self.message_ids[address]

    def next_update(self) -> int:
        self.updates += 1
        return self.updates

    def person(self, chat_id: int) -> Json:
        """An invented user; set `people[chat_id]` to have another."""
        user = {"id": chat_id, "is_bot": False, "first_name": "Ana", "last_name": "Ejemplo", "language_code": "es"}
        return self.people.setdefault(chat_id, user)

    def chat(self, chat_id: int | str) -> Json:
        if isinstance(chat_id, str):
            return {"id": -1000000000001, "type": "channel", "title": "Canal Ejemplo", "username": chat_id[1:]}
        if chat_id < 0:
            return {"id": chat_id, "type": "supergroup", "title": "Grupo Ejemplo"}
        user = self.person(chat_id)
        return {"id": chat_id, "type": "private", **{k: user[k] for k in ("first_name", "last_name") if k in user}}

    def store(self, content: bytes, name: str, type: str, folder: str) -> StoredFile:
        """Keep a file under ids of Telegram's look."""
        number = len(self.files) + 1
        suffix = name.rpartition(".")[2] or "bin"
        file = StoredFile(f"AgACAgEAAxk{number:08d}", f"{folder}/file_{number}.{suffix}", name, type, content)
        self.files[file.id] = file
        return file

    def deletable(self, address: str, message_id: int) -> bool | None:
        """None when there is no such message (any more), False when it is too old."""
        shown = self.record.find(address, str(message_id))
        date = shown.raw["date"] if shown else self.incoming.get((address, message_id))
        return None if date is None else time.time() - date < MESSAGE_LIFE
