"""How resources are put into words: what they are, how large, and in which language alone."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from urllib.parse import urlsplit

from dialogue.phrases import Phrase, _, listed
from handlers.paragraphs import paragraph, paragraphs
from handlers.plan_choice import short
from models.resources.cards import Card, FileFacts

KINDS: Mapping[str, Phrase] = {
    "document": _("Document"),
    "link": _("Link"),
    "video": _("Video"),
    "form": _("Model form"),
    "course": _("Course"),
}
_ONLY_IN: Mapping[str, Phrase] = {"es": _("only in Spanish"), "en": _("only in English")}
_LINE = 110  # signs of a summary that stands among others
_KB, _MB = 1024, 1024 * 1024
_SMALL = 10 * _KB  # of two files that are so small, a tenth still tells which is the lighter one
_TENTH = Decimal("0.1")


def size(count: int) -> Phrase:
    """So many bytes, as people read them."""
    if count < _SMALL:
        return _("{size} KB", size=_rounded(count, _KB))
    if (kilobytes := round(count / _KB)) < 1000:
        return _("{size} KB", size=kilobytes)
    return _("{size} MB", size=_rounded(count, _MB))


def _rounded(count: int, unit: int) -> Decimal:
    return max(_TENTH, (Decimal(count) / unit).quantize(_TENTH))


def files_of(card: Card) -> Sequence[FileFacts]:
    """The files that can be sent, the light one first."""
    return [file for file in (card.light, card.file) if file is not None]


def in_short(number: int, card: Card) -> Phrase:
    """An item among others, by its number: one paragraph without a break, so that WhatsApp draws buttons under it."""
    sizes = [size(file.size) for file in files_of(card)[:1]]
    about = listed(*_kind(card), *sizes, *_language(card))
    if not card.summary:
        return _("{number}. {title} ({about}).", number=number, title=card.title, about=about)
    line = short(card.summary, _LINE)
    return _("{number}. {title} ({about}). {line}", number=number, title=card.title, about=about, line=line)


def in_full(card: Card) -> Phrase:
    """One item with all that is to be known before it is opened; four paragraphs at the most."""
    title = _("{title} ({about}).", title=card.title, about=listed(*_kind(card), *_language(card)))
    summary = [card.summary] if card.summary else []
    return paragraphs(title, *summary, *_link(card), *_origin(card))


def _kind(card: Card) -> list[Phrase]:
    return [KINDS[card.kind]] if card.kind in KINDS else []


def _language(card: Card) -> list[Phrase]:
    return [_ONLY_IN[card.language]] if card.other_language and card.language in _ONLY_IN else []


def _link(card: Card) -> list[Phrase]:
    """The link and its host; behind it come words, since buttons under an address would spoil it."""
    if not card.link:
        return []
    host = urlsplit(card.link).hostname or ""
    if card.dead:
        return [_("Link to {host}: {link} (it did not work lately; we are looking into it)", host=host, link=card.link)]
    return [_("Link to {host}: {link} (it opens in your browser)", host=host, link=card.link)]


def _origin(card: Card) -> list[Phrase]:
    """What may be done with it, until when it holds, and where it is from: what is no address comes last."""
    told = []
    if card.licence:
        told.append(_("Licence: {licence}.", licence=card.licence.rstrip(".")))
    if card.valid_until:
        told.append(_("Valid until {day}.", day=date.fromisoformat(card.valid_until)))
    if card.source:
        told.append(_("Source: {source}.", source=card.source.rstrip(".")))
    return [paragraph(*told)] if told else []
