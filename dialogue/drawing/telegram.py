"""How a message looks in Telegram: plain text, and buttons under its last part.

A label stands whole on its button or not on a button at all. Where one is too long for a cheap phone, the
options are written out under the text and the buttons carry their numbers (or letters, where a number would
not be understood when typed).
"""

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby
from math import ceil
from string import ascii_uppercase

import msgspec

from dialogue.drawing.content import Content, Option
from dialogue.drawing.split import split, units
from dialogue.messages import Attachment

TEXT, CAPTION = 4096, 1024  # UTF-16 units
DATA = 64  # bytes
BUTTONS = 100  # in one message
WIDEST = 38  # signs that a button as wide as a phone of five inches shows
SHORT = 16  # of a label that may stand beside its number

_TINY = 3
_COLUMNS = ((_TINY, 8), (10, 3), (18, 2))  # labels of up to so many signs: so many in a row at the most
_FIRST_ODD = "\u0300"  # before it every letter is one sign wide
_BLANK = "…"  # stands where a message has buttons and no text


class Button(msgspec.Struct, frozen=True):
    """One button, with the names that Telegram gives its parts."""

    text: str
    callback_data: str


class TelegramMessage(msgspec.Struct, frozen=True):
    """One message as Telegram takes it: at most 4096 UTF-16 units of plain text, and rows of buttons.

    With a picture or a document, the text stands under it: at most 1024 units, or none.
    """

    text: str
    rows: tuple[tuple[Button, ...], ...] = ()
    shows: Attachment | None = None


def draw(content: Content) -> list[TelegramMessage]:
    """The messages that `content` makes, the buttons under the last. Raises `ValueError` for data no button carries."""
    listed, buttons = _options(content)
    text = "\n\n".join(part for part in (content.text.strip(), listed) if part)
    rows = tuple(_rows(buttons))
    if content.shows is not None and units(text) <= CAPTION:
        return [TelegramMessage(text, rows, content.shows)]
    *earlier, last = split(text, TEXT) or [_BLANK]
    shown = [] if content.shows is None else [TelegramMessage("", shows=content.shows)]
    return [*shown, *(TelegramMessage(part) for part in earlier), TelegramMessage(last, rows)]


def _options(content: Content) -> tuple[str, list[Button]]:
    """The options to be read in the text, and the buttons."""
    options = [Option(" ".join(option.label.split()), option.data) for option in content.options]
    if len(options) <= BUTTONS and all(0 < _width(option.label) <= WIDEST for option in options):
        return "", [_button(option.label, option) for option in options]
    everything = content.numbered or len(options) > BUTTONS
    written = [option for option in options if everything or not _is_short(option.label)]
    names = _numbers(written) if content.numbered else _letters([option.label for option in written])
    lines = [_line(name, option.label) for name, option in zip(names, written, strict=True)]
    named = {id(option): name for name, option in zip(names, written, strict=True)}
    beside = [_beside(named.get(id(option), ""), option.label, content) for option in options]
    return "\n".join(lines), [_button(text, option) for text, option in zip(beside, options[:BUTTONS], strict=False)]


def _numbers(options: Sequence[Option]) -> list[str]:
    return [str(place) for place in range(1, len(options) + 1)]


def _letters(labels: Sequence[str]) -> list[str]:
    """A letter for each, or the number with which a label begins anyway, where no two begin with the same."""
    letters = [_letter(place) for place in range(len(labels))]
    numbers = [_leading_number(label) for label in labels]
    told = [number for number in numbers if number]
    if len(set(told)) < len(told):
        return letters
    return [number or letter for number, letter in zip(numbers, letters, strict=True)]


def _leading_number(label: str) -> str:
    return label[: len(label) - len(label.lstrip("0123456789"))]


def _letter(place: int) -> str:
    """A, B, … Z, AA, AB, …"""
    above, own = divmod(place, 26)
    return (_letter(above - 1) if above else "") + ascii_uppercase[own]


def _line(name: str, label: str) -> str:
    return label if name.isdigit() and _leading_number(label) == name else f"{name}. {label}"


def _beside(name: str, label: str, content: Content) -> str:
    """What a button says where not every label fits: the number under which the text has all of them; without numbers
    a letter for each that the text has, and the label itself where it is short.
    """
    return name if content.numbered or not _is_short(label) else label


def _is_short(label: str) -> bool:
    return 0 < _width(label) <= SHORT


def _button(text: str, option: Option) -> Button:
    if not 0 < len(option.data.encode()) <= DATA:
        raise ValueError("what a button sends back has 1 to 64 bytes")
    return Button(text, option.data)


def _rows(buttons: Sequence[Button]) -> Iterator[tuple[Button, ...]]:
    """Rows of equal columns; a run of very short labels (a scale) has rows of its own."""
    for _tiny, run in groupby(buttons, lambda button: _width(button.text) <= _TINY):
        yield from _grid(list(run))


def _grid(buttons: Sequence[Button]) -> Iterator[tuple[Button, ...]]:
    widest = max(_width(button.text) for button in buttons)
    most = next((columns for width, columns in _COLUMNS if widest <= width), 1)
    lines = ceil(len(buttons) / most)
    columns = ceil(len(buttons) / lines)
    for start in range(0, len(buttons), columns):
        yield tuple(buttons[start : start + columns])


def _width(label: str) -> int:
    """About how many ordinary letters `label` is wide; emoji and the like count twice."""
    if max(label, default="") < _FIRST_ODD:
        return len(label)
    return sum(map(_sign_width, label))


def _sign_width(sign: str) -> int:
    if unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in ("W", "F") else 1
