"""How a message looks in WhatsApp: buttons or a list where every label fits whole, numbered text where not.

Buttons and lists are drawn from templates in which each paragraph, label and id is a variable. A variable holds
no line break, so a text with one inside a paragraph goes out as plain text: a break is never lost. Lengths are
counted in UTF-16 units, which is never fewer than WhatsApp counts.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from dialogue.drawing.content import Content, Option
from dialogue.drawing.split import split, units
from dialogue.phrases import Phrase, _

TEXT_LIMIT, BODY_LIMIT, CAPTION_LIMIT = 1600, 1024, 1024
QUICK_MOST, QUICK_LABEL = 3, 20
LIST_LEAST, LIST_MOST, LIST_LABEL = 2, 10, 24
ID_LIMIT = 200
OPENER_LABEL = 20

BREAK = "\n\n"
#: No variable may be first, last or beside another one; nobody sees a space without width.
GUARD = "\u200b"

_UNFIT = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]| {5}|\{\{|\}\}")
#: What a guard beside it would spoil: the phone would make it part of a link, or show the marks of bold and italics.
_SPOILT = re.compile(r"\A[*_~`>-]|\w\.\w\S*\Z|[*_~`]\Z")


_OFFICE = ("wordprocessingml.document", "presentationml.presentation", "spreadsheetml.sheet")


class Kind(StrEnum):
    """What a piece is to WhatsApp."""

    TEXT = "text"
    FILE = "file"  # a picture or a document, and the text under it
    QUICK = "quick"  # a text with buttons under it
    LIST = "list"  # a text with one button that opens a list


#: What WhatsApp carries with a text under it, and what without. Anything else has to be fetched by a link.
CAPTIONED = ("image/jpeg", "image/png", "video/mp4")
BARE = (
    *("image/webp", "application/pdf", "application/msword", "text/vcard"),
    *(f"application/vnd.openxmlformats-officedocument.{kind}" for kind in _OFFICE),
    *(f"audio/{kind}" for kind in ("ogg", "amr", "3gpp", "aac", "mpeg")),
)

#: How many paragraphs there are templates for.
PARAGRAPHS = {Kind.QUICK: 6, Kind.LIST: 4}


@dataclass(frozen=True, slots=True)
class Piece:
    """One WhatsApp message: `text` as it is read, and what can be pressed."""

    kind: Kind
    text: str
    options: tuple[Option, ...] = ()
    opener: str = ""  # what the button says that opens a list

    @property
    def paragraphs(self) -> list[str]:
        """The text cut at its empty lines."""
        return self.text.split(BREAK)


def draw(content: Content) -> list[Piece]:
    """The messages that say `content`, in order: one, unless it is over 1,600; none when there is nothing to say."""
    kind = _kind(content)
    return as_text(content) if kind is Kind.TEXT else [Piece(kind, content.text, content.options, content.opener)]


def as_text(content: Content) -> list[Piece]:
    """The same without anything to press: the options as numbered lines, or what can be written instead."""
    lines = _written(content) or "\n".join(_lines(content))
    whole = BREAK.join(part for part in (content.text, lines) if part.strip())
    return [Piece(Kind.TEXT, part) for part in split(whole, TEXT_LIMIT)]


def carries(type: str) -> bool:
    """Whether WhatsApp takes a file of this MIME type."""
    return type in CAPTIONED or type in BARE


def with_file(content: Content, type: str) -> list[Piece]:
    """The messages that say `content` and show its file, which WhatsApp carries: one where it takes a caption.

    Where there is something to press, that comes last, with the words it belongs to.
    """
    if content.options:
        return [Piece(Kind.FILE, ""), *draw(content)]
    if type in CAPTIONED and units(content.text) <= CAPTION_LIMIT:
        return [Piece(Kind.FILE, content.text)]
    return [*as_text(content), Piece(Kind.FILE, "")]


def with_link(content: Content, link: str) -> list[Piece]:
    """The messages that say `content` and where its file can be fetched for an hour."""
    line = _("Your file is here for one hour: {link}", link=link).said(content.language)
    return as_text(msgspec.structs.replace(content, text=BREAK.join(part for part in (content.text, line) if part)))


def body(paragraphs: Sequence[str]) -> str:
    """The body of a template whose paragraphs are these."""
    return GUARD + f"{GUARD}{BREAK}".join(paragraphs) + GUARD


def _written(content: Content) -> str:
    """What can be written, in a sentence, where there are few short options and their numbers mean nothing."""
    words = [option.label for option in content.options]
    if content.numbered or not content.language or not words:
        return ""
    if len(words) > QUICK_MOST or any(len(word) > LIST_LABEL for word in words):
        return "\n".join((_("Write one of these:").said(content.language), *_lines(content)))
    blanks = {str(place): word for place, word in enumerate(words, start=1)}
    return _WRITE[len(words)](blanks).said(content.language)


_WRITE: Mapping[int, Callable[[dict[str, str]], Phrase]] = {
    1: lambda words: _("If you like, write *{word}*.", word=words["1"]),
    2: lambda words: _("Write *{first}* or *{second}*.", first=words["1"], second=words["2"]),
    3: lambda words: _(
        "Write *{first}*, *{second}* or *{third}*.", first=words["1"], second=words["2"], third=words["3"]
    ),
}


def _lines(content: Content) -> Iterator[str]:
    for place, option in enumerate(content.options, start=1):
        yield f"{place}. {option.label}" if content.numbered else f"• {option.label}"


def _kind(content: Content) -> Kind:
    count, longest = len(content.options), max((units(option.label) for option in content.options), default=0)
    if not content.options or not _pressable(content.options):
        return Kind.TEXT
    if count <= QUICK_MOST and longest <= QUICK_LABEL:
        return Kind.QUICK if _fits(content.text, Kind.QUICK) else Kind.TEXT
    if LIST_LEAST <= count <= LIST_MOST and longest <= LIST_LABEL:
        openable = _fills(content.opener) and units(content.opener) <= OPENER_LABEL
        return Kind.LIST if openable and _fits(content.text, Kind.LIST) else Kind.TEXT
    return Kind.TEXT


def _pressable(options: Sequence[Option]) -> bool:
    """Whether every label and id can stand in a variable, and none stands twice."""
    labels, ids = {option.label for option in options}, {option.data for option in options}
    fit = all(_fills(option.label) and _fills(option.data) and len(option.data) <= ID_LIMIT for option in options)
    return fit and len(labels) == len(ids) == len(options)


def _fits(text: str, kind: Kind) -> bool:
    """Whether there is a template for this text."""
    paragraphs = text.split(BREAK)
    return (
        len(paragraphs) <= PARAGRAPHS[kind]
        and all(_fills(paragraph) and not _SPOILT.search(paragraph) for paragraph in paragraphs)
        and units(body(paragraphs)) <= BODY_LIMIT
    )


def _fills(value: str) -> bool:
    """Whether a variable may have this value."""
    return bool(value.strip()) and not _UNFIT.search(value)
