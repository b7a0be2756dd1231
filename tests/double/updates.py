"""Builds the updates Telegram sends: what a person does in the app, as the bot's webhook sees it."""

import time
from typing import Any

from tests.double.record import Shown
from tests.double.telegram_state import Json, TelegramState

JPEG_SIZES = ((90, 67), (320, 240), (800, 600))


class Updates:
    """Each method is one thing a person can do; it returns the update, still to be posted."""

    def __init__(self, state: TelegramState) -> None:
        self._state = state

    def text(self, chat_id: int, text: str, **more: Any) -> Json:
        entities = _commands(text)
        return self.message(chat_id, text=text, **({"entities": entities} if entities else {}), **more)

    def message(self, chat_id: int, **content: Any) -> Json:
        """Any message: the given fields beside what every message has."""
        return self._update(message=self._message(chat_id, content))

    def edited(self, chat_id: int, message_id: int, text: str) -> Json:
        date = self._state.incoming.get((str(chat_id), message_id), int(time.time()))
        base = self._frame(chat_id, message_id, date) | {"edit_date": int(time.time()), "text": text}
        return self._update(edited_message=base)

    def callback(self, chat_id: int, shown: Shown, data: str) -> Json:
        """A press of a button in a message the double received."""
        state, id = self._state, str(4_000_000_000_000 + self._state.updates)
        state.answered[id] = None
        query = {"id": id, "from": state.person(chat_id), "chat_instance": str(-chat_id), "data": data}
        return self._update(callback_query=query | {"message": shown.raw})

    def photo(self, chat_id: int, content: bytes, caption: str = "", **more: Any) -> Json:
        """A photo comes in several sizes, the largest last; all of them download as `content`."""
        sizes = [self._file(content, "photo.jpg", "image/jpeg", "photos", width=w, height=h) for w, h in JPEG_SIZES]
        return self.message(chat_id, photo=sizes, **_caption(caption), **more)

    def document(self, chat_id: int, content: bytes, name: str, type: str, caption: str = "", **more: Any) -> Json:
        document = self._file(content, name, type, "documents", file_name=name, mime_type=type)
        return self.message(chat_id, document=document, **_caption(caption), **more)

    def voice(self, chat_id: int, content: bytes, seconds: int = 3) -> Json:
        voice = self._file(content, "voice.oga", "audio/ogg", "voice", duration=seconds, mime_type="audio/ogg")
        return self.message(chat_id, voice=voice)

    def sticker(self, chat_id: int, emoji: str = "👍") -> Json:
        kind = {"type": "regular", "is_animated": False, "is_video": False, "emoji": emoji, "set_name": "Ejemplo"}
        size = {"width": 512, "height": 512}
        return self.message(chat_id, sticker=self._file(b"RIFF", "s.webp", "image/webp", "stickers", **kind, **size))

    def contact(self, chat_id: int, phone: str = "+525550000001", first_name: str = "Ana") -> Json:
        return self.message(chat_id, contact={"phone_number": phone, "first_name": first_name, "user_id": chat_id})

    def location(self, chat_id: int, latitude: float = 28.63, longitude: float = -106.07) -> Json:
        return self.message(chat_id, location={"latitude": latitude, "longitude": longitude})

    def poll(self, chat_id: int, question: str = "¿Sí o no?") -> Json:
        options = [{"persistent_id": f"p{n}", "text": text, "voter_count": 0} for n, text in enumerate(("Sí", "No"))]
        kind = {"total_voter_count": 0, "is_closed": False, "is_anonymous": True, "type": "regular"}
        rights = {"allows_multiple_answers": False, "allows_revoting": False, "members_only": False}
        return self.message(chat_id, poll={"id": "7000", "question": question, "options": options, **kind, **rights})

    def album(self, chat_id: int, contents: list[bytes], caption: str = "") -> list[Json]:
        """One update for each photo, held together by the group's id; the caption is on the first."""
        group = str(13_000_000_000 + self._state.updates)
        captions = [caption, *[""] * (len(contents) - 1)]
        return [
            self.photo(chat_id, content, said, media_group_id=group)
            for content, said in zip(contents, captions, strict=True)
        ]

    def forward(self, chat_id: int, text: str) -> Json:
        origin = {"type": "hidden_user", "sender_user_name": "Luis Ejemplo", "date": int(time.time()) - 60}
        return self.text(chat_id, text, forward_origin=origin)

    def channel_post(self, chat_id: int, text: str) -> Json:
        message = self._message(chat_id, {"text": text})
        del message["from"]
        chat = {"id": chat_id, "type": "channel", "title": "Canal Ejemplo"}
        return self._update(channel_post=message | {"chat": chat, "sender_chat": chat})

    def blocked(self, chat_id: int) -> Json:
        """The person blocks the bot: from now on everything sent there gets 403."""
        self._state.blocked.add(str(chat_id))
        return self._membership(chat_id, "member", "kicked")

    def unblocked(self, chat_id: int) -> Json:
        self._state.blocked.discard(str(chat_id))
        return self._membership(chat_id, "kicked", "member")

    def _membership(self, chat_id: int, before: str, after: str) -> Json:
        def member(status: str) -> Json:
            return {"user": self._state.bot, "status": status} | ({"until_date": 0} if status == "kicked" else {})

        who = {"chat": self._state.chat(chat_id), "from": self._state.person(abs(chat_id)), "date": int(time.time())}
        return self._update(my_chat_member=who | {"old_chat_member": member(before), "new_chat_member": member(after)})

    def _update(self, **content: Json) -> Json:
        return {"update_id": self._state.next_update(), **content}

    def _message(self, chat_id: int, content: Json) -> Json:
        id, date = self._state.next_id(str(chat_id)), int(time.time())
        if self._state.record.keep:
            self._state.incoming[str(chat_id), id] = date
        return self._frame(chat_id, id, date) | content

    def _frame(self, chat_id: int, message_id: int, date: int) -> Json:
        sender = self._state.person(abs(chat_id))
        return {"message_id": message_id, "from": sender, "chat": self._state.chat(chat_id), "date": date}

    def _file(self, content: bytes, name: str, media_type: str, folder: str, **more: Any) -> Json:
        file = self._state.store(content, name, media_type, folder)
        return {"file_id": file.id, "file_unique_id": f"u{file.id[-8:]}", "file_size": len(content), **more}


def _caption(caption: str) -> Json:
    return {"caption": caption} if caption else {}


def _commands(text: str) -> list[Json]:
    if not text.startswith("/"):
        return []
    return [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]
