"""A message as the real channel would draw it, taken to the screen of a demo phone."""

from bot.channels.base import WrongContent
from bot.demo.shown import TELEGRAM, Button, Shown
from dialogue.drawing import telegram, whatsapp
from dialogue.drawing.content import Content


def drawn(channel: str, content: Content) -> list[Shown]:
    """The messages that `content` makes on this channel, one at the least; the last poses its question.

    Raises `WrongContent` for what the channel cannot carry.
    """
    try:
        *earlier, last = _telegram(content) if channel == TELEGRAM else _whatsapp(content)
    except ValueError:
        raise WrongContent("cannot_be_drawn") from None
    return [*earlier, Shown(False, last.text, last.choices, last.opener, last.rows, asks=content.asks)]


def _telegram(content: Content) -> list[Shown]:
    return [
        Shown(
            False,
            message.text,
            tuple(Button(button.text, button.callback_data) for row in message.rows for button in row),
            rows=tuple(len(row) for row in message.rows),
        )
        for message in telegram.draw(content)
    ]


def _whatsapp(content: Content) -> list[Shown]:
    return [
        Shown(
            False,
            piece.text,
            tuple(Button(option.label, option.data) for option in piece.options),
            opener=piece.opener if piece.kind is whatsapp.Kind.LIST else None,
        )
        for piece in whatsapp.draw(content)
    ]
