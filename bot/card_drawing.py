"""One access card: two squares to scan, the code to write, in every language, and nothing that tells what it is for."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from urllib.parse import urlsplit

import phonenumbers
import segno

from bot.card_paper import BOLD, CODE, PLAIN, Paper, width
from dialogue.phrases import Phrase, _, said

WIDTH, HEIGHT = 88.0, 60.0  # millimetres

_SQUARE = 31.0  # with the white around it that a camera needs
_EDGE = 4.0  # from the side of the card
_QUIET = 4  # modules


class Card(NamedTuple):
    """What a card says, and beside it whose it is: `person` is the number of the table, `names` are asked for apart."""

    person: int
    code: str
    telegram: str
    whatsapp: str
    until: date
    names: tuple[str, ...] = ()


class _Way(NamedTuple):
    """A link, the channel it opens, and the address there for whoever cannot scan."""

    link: str
    channel: str
    address: str


def draw_card(paper: Paper, card: Card, left: float, top: float, languages: Sequence[str]) -> None:
    """Draw a card with its upper left corner there, in millimetres."""
    ways = _ways(card)
    middle = left + WIDTH / 2
    for way, at in zip(ways, _places(len(ways)), strict=True):
        _draw_way(paper, way, left + at, top + 2)
    down = top + (43.4 if ways else 24)
    for language in languages:
        _fitted(paper, said(_asked(len(ways)), language), middle, down, PLAIN, 8.2)
        down += 3.4
    paper.write(card.code, middle, down + 3.1, CODE, 17)
    until = " / ".join(said(_("Good until {day}", day=card.until), language) for language in languages)
    _fitted(paper, until, middle, down + 7.3, PLAIN, 8)


def _ways(card: Card) -> list[_Way]:
    telegram = _Way(card.telegram, "Telegram", "@" + urlsplit(card.telegram).path[1:])
    whatsapp = _Way(card.whatsapp, "WhatsApp", _number(urlsplit(card.whatsapp).path[1:]))
    return [way for way in (telegram, whatsapp) if way.link]


def _number(digits: str) -> str:
    """A telephone number as people write it."""
    try:
        number = phonenumbers.parse(f"+{digits}")
    except phonenumbers.NumberParseException:
        return f"+{digits}"
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL))


def _places(ways: int) -> list[float]:
    """How far from the left each square begins: two stand well apart, so that a camera sees one at a time."""
    return [_EDGE, WIDTH - _EDGE - _SQUARE] if ways == 2 else [(WIDTH - _SQUARE) / 2] * ways


def _draw_way(paper: Paper, way: _Way, left: float, top: float) -> None:
    code = segno.make_qr(way.link, error="m")
    module = _SQUARE / (code.symbol_size(border=0)[0] + 2 * _QUIET)
    paper.squares(code.matrix, left + _QUIET * module, top + _QUIET * module, module)
    middle = left + _SQUARE / 2
    paper.write(way.channel, middle, top + _SQUARE + 2.4, BOLD, 9)
    _fitted(paper, way.address, middle, top + _SQUARE + 6, PLAIN, 8.2)


def _asked(ways: int) -> Phrase:
    if ways == 2:
        return _("Scan a square with your phone, or write this code there:")
    return _("Scan the square with your phone, or write this code there:") if ways else _("Your code:")


def _fitted(paper: Paper, text: str, middle: float, down: float, font: str, size: float) -> None:
    """A line as large as the card allows."""
    room = WIDTH - 2 * _EDGE
    paper.write(text, middle, down, font, size * min(1, room / width(text, font, size)))
