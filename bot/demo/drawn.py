"""A message as the real channel would draw it, taken to the screen of a demo phone."""

from uuid import uuid4

import msgspec

from bot.attachments import Made
from bot.channels.base import WrongContent
from bot.demo.shown import TELEGRAM, Button, File, Shown
from bot.lending import Lending
from dialogue.drawing import telegram, whatsapp
from dialogue.drawing.content import Content
from dialogue.drawing.knocks import knock
from dialogue.drawing.whatsapp import Kind, Piece


def drawn(channel: str, content: Content, made: Made | None, lending: Lending) -> list[Shown]:
    """The messages that `content` makes on this channel, one at the least; the last poses its question.

    `made` is the file that it shows; what WhatsApp does not carry is lent. Raises `WrongContent` for what the channel
    cannot carry.
    """
    try:
        *earlier, last = _telegram(content, made) if channel == TELEGRAM else _whatsapp(content, made, lending)
    except ValueError:
        raise WrongContent("cannot_be_drawn") from None
    return [*earlier, msgspec.structs.replace(last, asks=content.asks)]


def _telegram(content: Content, made: Made | None) -> list[Shown]:
    if content.knock:
        raise ValueError("nobody knocks on Telegram")
    return [
        Shown(
            False,
            message.text,
            tuple(Button(button.text, button.callback_data) for row in message.rows for button in row),
            rows=tuple(len(row) for row in message.rows),
            files=_files(made) if message.shows else (),
        )
        for message in telegram.draw(content)
    ]


def _whatsapp(content: Content, made: Made | None, lending: Lending) -> list[Shown]:
    return [
        Shown(
            False,
            piece.text,
            tuple(Button(option.label, option.data) for option in piece.options),
            opener=piece.opener if piece.kind is Kind.LIST else None,
            files=_files(made) if piece.kind is Kind.FILE else (),
        )
        for piece in _pieces(content, made, lending)
    ]


def _pieces(content: Content, made: Made | None, lending: Lending) -> list[Piece]:
    if content.knock:
        return [knock(content.text, content.language)]
    if made is None:
        return whatsapp.draw(content)
    if not whatsapp.carries(made.type):
        return whatsapp.with_link(content, lending.to_person(made))
    return whatsapp.with_file(content, made.type)


def _files(made: Made | None) -> tuple[File, ...]:
    return () if made is None else (File(uuid4().hex, made.name, made.type, len(made.data)),)
