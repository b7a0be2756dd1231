"""Sends what was drawn, each part once, and says what became of it."""

import msgspec
from telegram.error import NetworkError, TimedOut
from yarl import URL

from bot.channels.base import RetryLater, SendError, Uncertain, Unreachable, WrongContent
from bot.channels.telegram.refusals import refusal
from bot.channels.telegram.request import NotSent, Request
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


class _Message(msgspec.Struct):
    message_id: int


class _Sent(msgspec.Struct):
    result: _Message


class Sender:
    """Calls sendMessage at `url`. With `paid`, more than Telegram's free rate may be sent, for Stars."""

    def __init__(self, request: Request, url: URL, *, paid: bool) -> None:
        self._request, self._url, self._paid = request, url, paid
        self._encode = msgspec.json.Encoder().encode
        self._decode = msgspec.json.Decoder(_Sent).decode
        self._parts: dict[int, list[str]] = {}

    async def send(self, message: Claimed) -> str:
        """Telegram's id of the message; of a long one those of all its parts, with spaces between. Raises `SendError`.

        What was sent of a long message is not sent again when a later part has to be tried again.
        """
        drawn, chat = _drawn(message), _chat(message.address)
        sent = self._parts.pop(message.id, [])
        try:
            for part in drawn[len(sent) :]:
                sent.append(await self._post(chat, part))
        except (RetryLater, Uncertain):
            self._remember(message.id, sent)
            raise
        return " ".join(sent)

    async def _post(self, chat: int, part: TelegramMessage) -> str:
        keyboard = _Keyboard(part.rows) if part.rows else None
        body = self._encode(_Call(chat, part.text, keyboard, self._paid))
        try:
            status, payload = await self._request.post_json(self._url, body)
        except NetworkError as problem:
            raise _unanswered(problem) from None
        if status != 200:
            raise refusal(status, payload)
        try:
            return str(self._decode(payload).result.message_id)
        except ValueError:
            raise Uncertain("200 unreadable") from None

    def _remember(self, message: int, sent: list[str]) -> None:
        if not sent:
            return
        if len(self._parts) >= UNFINISHED:
            del self._parts[next(iter(self._parts))]
        self._parts[message] = sent


def _drawn(message: Claimed) -> list[TelegramMessage]:
    try:
        return draw(message.content)
    except ValueError:
        raise WrongContent("button data") from None


def _chat(address: str) -> int:
    try:
        return int(address)
    except ValueError:
        raise Unreachable("address") from None


def _unanswered(problem: NetworkError) -> SendError:
    if isinstance(problem, NotSent):
        return RetryLater("not connected")
    return Uncertain("timeout" if isinstance(problem, TimedOut) else "connection lost")
