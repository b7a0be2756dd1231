"""A message put into words, the same for every channel: what lies in the outbox and is drawn when it is sent."""

from collections.abc import Sequence

import msgspec

from dialogue.messages import Attachment, Outgoing, Tap, mark
from dialogue.phrases import _, said

OPENER = "☰"


class Option(msgspec.Struct, array_like=True, frozen=True):
    """One option as the person sees it, and what pressing it sends back (at most 64 bytes)."""

    label: str
    data: str


class Content(msgspec.Struct, omit_defaults=True, frozen=True):
    """The words of one message. With `numbered`, options may be drawn with and answered by their position.

    `opener` is what a button says behind which a channel hides the options.
    """

    text: str
    options: tuple[Option, ...] = ()
    numbered: bool = False
    asks: bool = False  # poses a question that waits
    opener: str = OPENER
    language: str = ""  # of what is shown
    shows: Attachment | None = None  # the text is what stands under it
    clears: bool = False  # no words: what was sent to this contact before is deleted, as far as the channel can
    deletes: tuple[str, ...] = ()  # no words: of what was sent before these are deleted, by the channel's own ids
    edits: str = ""  # takes the place of what was sent before, by the channel's own id, where the channel can
    knock: bool = False  # no words of ours: WhatsApp's approved template, which asks the person to write


def in_words(said_now: Sequence[Outgoing], language: str) -> list[Content]:
    """What one turn says, as one message: its lines as paragraphs, with the options of the question that ends it.

    A picture or a document is a message of its own, with the lines before it.
    """
    contents, lines = [], list(said_now)
    for place in [place for place, outgoing in enumerate(said_now) if outgoing.shows is not None]:
        upto = place + 1 - len(said_now) + len(lines)
        contents.append(_one(lines[:upto], language))
        lines = lines[upto:]
    return [*contents, _one(lines, language)] if lines else contents


def _one(said_now: Sequence[Outgoing], language: str) -> Content:
    text = "\n\n".join(said(outgoing.text, language) for outgoing in said_now)
    last = said_now[-1]
    if last.shows is not None:
        return Content(text, language=language, shows=last.shows)
    options = tuple(_options(last, language))
    opener = _("Options").said(language) if options else OPENER
    told_in = language if options and not _numbered(last) else ""  # where a channel has to say what can be written
    return Content(text, options, _numbered(last), last.asked is not None, opener, told_in)


def dump(content: Content) -> bytes:
    """The content as JSON, for the outbox."""
    return msgspec.json.encode(content)


def load(data: bytes) -> Content:
    """The content that `dump` wrote."""
    return msgspec.json.decode(data, type=Content)


def _numbered(outgoing: Outgoing) -> bool:
    return outgoing.asked is not None and outgoing.asked.numbered


def _options(outgoing: Outgoing, language: str) -> list[Option]:
    asked = outgoing.asked
    if asked is None:
        return [Option(said(choice.label, language), choice.sends or choice.value) for choice in outgoing.choices]
    return [
        Option(
            said(choice.label, language),
            choice.sends or str(Tap(asked.conversation, asked.question, mark(choice.value))),
        )
        for choice in outgoing.choices
    ]
