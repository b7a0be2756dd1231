"""Sends what was drawn, each part once, and says what became of it."""

import asyncio

import msgspec
from yarl import URL

from bot.attachments import Attachments, Made
from bot.channels.base import RetryLater, Uncertain, Unreachable, WrongContent
from bot.channels.telegram.calling import answered
from bot.channels.telegram.clearing import Clearer
from bot.channels.telegram.refusals import NOT_MODIFIED
from bot.channels.telegram.request import FilePart, Request
from bot.channels.telegram.uploads import Uploads
from dialogue.drawing.telegram import Button, TelegramMessage, draw
from models.outbox import Claimed

UNFINISHED = 1_000  # long messages of which some parts were sent, remembered at the most


class _Keyboard(msgspec.Struct):
    inline_keyboard: tuple[tuple[Button, ...], ...]


class _Call(msgspec.Struct, omit_defaults=True):
    chat_id: int
    text: str
    reply_markup: _Keyboard | None = None
    allow_paid_broadcast: bool = False


class _Edit(msgspec.Struct, omit_defaults=True):
    chat_id: int
    message_id: int
    text: str
    reply_markup: _Keyboard | None = None


class _ById(msgspec.Struct, omit_defaults=True):
    chat_id: int
    photo: str = ""
    document: str = ""
    caption: str = ""
    reply_markup: _Keyboard | None = None
    allow_paid_broadcast: bool = False


class _Message(msgspec.Struct):
    message_id: int


class _Sent(msgspec.Struct):
    result: _Message


class _File(msgspec.Struct):
    file_id: str


class _WithFile(msgspec.Struct):
    photo: tuple[_File, ...] = ()  # in several sizes, the largest last
    document: _File | None = None


class _Uploaded(msgspec.Struct):
    result: _WithFile


class Sender:
    """Calls the methods at `root`, the bot's address with its token and a slash. What messages show is made first.

    With `paid`, more than Telegram's free rate may be sent, for Stars.
    """

    def __init__(self, request: Request, root: str, attachments: Attachments, *, paid: bool) -> None:
        self._request, self._attachments, self._paid = request, attachments, paid
        self._messages, self._photos, self._documents = (
            URL(f"{root}{method}") for method in ("sendMessage", "sendPhoto", "sendDocument")
        )
        self._edits = URL(f"{root}editMessageText")
        self._clearer = Clearer(request, URL(f"{root}deleteMessages"))
        self._encode = msgspec.json.Encoder().encode
        self._decode = msgspec.json.Decoder(_Sent).decode
        self._uploads = Uploads()
        self._parts: dict[int, list[str]] = {}

    async def send(self, message: Claimed) -> str | None:
        """Telegram's id of the message; of a long one those of all its parts, with spaces between. Raises `SendError`.

        What takes the place of an earlier message has that one's id.

        What was sent of a long message is not sent again when a later part has to be tried again. What only deletes has
        no id.
        """
        chat, deletes = _chat(message.address), message.content.deletes or message.deletes
        if message.content.edits:
            return await self._edit(chat, message)
        if not (message.content.clears or message.content.deletes):
            return await self._send(chat, message)
        await self._clearer.clear(chat, deletes)
        return None

    async def _edit(self, chat: int, message: Claimed) -> str:
        """Change what was sent before where it stands; what cannot be changed is said anew."""
        drawn, id = _drawn(message), message.content.edits
        if len(drawn) != 1 or drawn[0].shows is not None or not id.isdecimal():
            return await self._send(chat, message)
        body = self._encode(_Edit(chat, int(id), drawn[0].text, _keyboard(drawn[0])))
        try:
            await answered(self._request.post_json(self._edits, body))
        except WrongContent as problem:
            if not problem.code.endswith(NOT_MODIFIED):
                return await self._send(chat, message)
        return id

    async def _send(self, chat: int, message: Claimed) -> str:
        drawn = _drawn(message)
        sent = self._parts.pop(message.id, [])
        try:
            for part in drawn[len(sent) :]:
                sent.append(await self._post(chat, part, message))
        except (RetryLater, Uncertain, asyncio.CancelledError):  # cancelled by a time limit
            self._remember(message.id, sent)
            raise
        return " ".join(sent)

    async def _post(self, chat: int, part: TelegramMessage, message: Claimed) -> str:
        if part.shows is None:
            answer = await self._say(chat, part)
        else:
            answer = await self._show(chat, part, await self._attachments.make(message))
        try:
            return str(self._decode(answer).result.message_id)
        except ValueError:
            raise Uncertain("200 unreadable") from None

    async def _say(self, chat: int, part: TelegramMessage) -> bytes:
        body = self._encode(_Call(chat, part.text, _keyboard(part), self._paid))
        return await answered(self._request.post_json(self._messages, body))

    async def _show(self, chat: int, part: TelegramMessage, made: Made) -> bytes:
        """What goes to several people is uploaded for the first of them."""
        if not made.key:
            return await self._upload(chat, part, made)
        if (id := self._uploads.known(made.key)) is None:
            async with self._uploads.turn():
                if (id := self._uploads.known(made.key)) is None:
                    return await self._upload(chat, part, made)
        try:
            return await self._by_id(chat, part, made, id)
        except WrongContent:  # the id, or the words: then this tells
            self._uploads.forget(made.key, id)
            return await self._upload(chat, part, made)

    async def _by_id(self, chat: int, part: TelegramMessage, made: Made, id: str) -> bytes:
        call = _ById(chat, caption=part.text, reply_markup=_keyboard(part), allow_paid_broadcast=self._paid)
        if _is_photo(made):
            call.photo, url = id, self._photos
        else:
            call.document, url = id, self._documents
        return await answered(self._request.post_json(url, self._encode(call)))

    async def _upload(self, chat: int, part: TelegramMessage, made: Made) -> bytes:
        """Telegram shows a photo at once, and any other file as something to open."""
        photo = _is_photo(made)
        fields = {"chat_id": str(chat)} | ({"caption": part.text} if part.text else {})
        if (keyboard := _keyboard(part)) is not None:
            fields["reply_markup"] = self._encode(keyboard).decode()
        if self._paid:
            fields["allow_paid_broadcast"] = "true"
        file = FilePart("photo" if photo else "document", made.name, made.data, made.type)
        url = self._photos if photo else self._documents
        answer = await answered(self._request.post_file(url, fields, file))
        if made.key and (id := _uploaded(answer)):
            self._uploads.keep(made.key, id)
        return answer

    def _remember(self, message: int, sent: list[str]) -> None:
        if not sent:
            return
        if len(self._parts) >= UNFINISHED:
            del self._parts[next(iter(self._parts))]
        self._parts[message] = sent


def _is_photo(made: Made) -> bool:
    return made.type.startswith("image/")


def _uploaded(answer: bytes) -> str:
    """The id that a file has at Telegram; none where the answer tells none."""
    try:
        told = msgspec.json.decode(answer, type=_Uploaded).result
    except ValueError:
        return ""
    return told.photo[-1].file_id if told.photo else told.document.file_id if told.document else ""


def _keyboard(part: TelegramMessage) -> _Keyboard | None:
    return _Keyboard(part.rows) if part.rows else None


def _drawn(message: Claimed) -> list[TelegramMessage]:
    if message.content.knock:
        raise WrongContent("knock")  # nobody has to be let in here
    try:
        return draw(message.content)
    except ValueError:
        raise WrongContent("button data") from None


def _chat(address: str) -> int:
    try:
        return int(address)
    except ValueError:
        raise Unreachable("address") from None
