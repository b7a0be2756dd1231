"""How an announcement will look: its words with a sample in the blanks, and what each channel makes of them."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import Connection

from dialogue.catalogues import languages
from dialogue.drawing import telegram, whatsapp
from dialogue.drawing.content import Content, Option
from dialogue.drawing.whatsapp import Kind
from dialogue.phrases import Phrase, _, said
from handlers.paragraphs import paragraphs
from models import installation, joined
from models.announcements.attached import attached
from models.announcements.blanks import Worded
from models.announcements.choices import options
from models.announcements.contents import Contents
from models.announcements.drafts import Words

GIVEN_NAME, STATE = "Ana", "Chihuahua"
TONGUES: Mapping[str, Phrase] = {"es": _("In Spanish:"), "en": _("In English:")}


class Drawn(NamedTuple):
    """What a channel makes of one content: how many messages, and how the buttons come: none, buttons, list or text."""

    channel: str
    messages: int
    options: str


def looks(db: Connection, texts: Mapping[str, Words], choices: str, announcement: int = 0) -> dict[str, Content]:
    """What is sent in each language, to somebody invented. Raises `ValueError` for words that have problems."""
    offered = options(choices, announcement)
    buttons = {
        language: tuple(Option(said(each.label, language), each.sends or each.value) for each in offered)
        for language in texts
    }
    worded = {language: Worded(words.text) for language, words in texts.items()}
    made = Contents(worded, buttons, announcement > 0 and attached(db, announcement) is not None, announcement)
    values = sample(db)
    return {language: made.content(language, values) for language in languages() if language in texts}


def sample(db: Connection) -> dict[str, str]:
    """What stands in the blanks of a preview: an invented name, and the newest cohort."""
    newest = next(iter(joined.by_cohort(db)), None)
    return {
        "given_name": GIVEN_NAME,
        "state": STATE,
        "cohort": newest.cohort if newest else "",
        "programme": newest.programme if newest else "",
        "organisation": installation.kept(db, "organisation") or "",
    }


def drawings(content: Content) -> list[Drawn]:
    """What Telegram and WhatsApp make of it; a file of its own, where there is one, is not counted."""
    drawn, pieces = telegram.draw(content), whatsapp.draw(content)
    kinds = {Kind.QUICK: "buttons", Kind.LIST: "list"}
    none = not content.options
    return [
        Drawn("telegram", len(drawn), "none" if none else "buttons"),
        Drawn("whatsapp", len(pieces), "none" if none else kinds.get(pieces[-1].kind, "text")),
    ]


def shown(db: Connection, texts: Mapping[str, Words], choices: str, announcement: int = 0) -> Phrase:
    """How it looks in each of its languages, and what is worth knowing about that."""
    made = looks(db, texts, choices, announcement)
    several = len(made) > 1
    parts: list[Phrase | str] = []
    for language, content in made.items():
        parts += [*([TONGUES[language]] if several else []), as_it_looks(content), *_more(db, texts[language])]
    told = dict.fromkeys(remark.id for content in made.values() for remark in remarks(content))
    return paragraphs(*parts, *(Phrase(id) for id in told))


def _more(db: Connection, words: Words) -> list[Phrase]:
    """What is said to those who want to know more."""
    if words.more is None:
        return []
    return [_("Whoever wants to know more gets this: {text}", text=Worded(words.more).fill(sample(db)))]


def as_it_looks(content: Content) -> str:
    """The words, and under them what stands on the buttons."""
    buttons = "  ".join(f"[{option.label}]" for option in content.options)
    return "\n".join(part for part in (content.text, buttons) if part)


def remarks(content: Content) -> list[Phrase]:
    """What is worth knowing before it goes out: several messages, or buttons that WhatsApp cannot draw."""
    found = []
    for drawn in drawings(content):
        if drawn.messages > 1:
            found.append(_MORE_THAN_ONE[drawn.channel])
        if drawn.options == "text":
            found.append(_AS_TEXT)
    return found


_MORE_THAN_ONE = {
    "telegram": _("On Telegram it takes more than one message."),
    "whatsapp": _("On WhatsApp it takes more than one message."),
}
_AS_TEXT = _("WhatsApp shows its buttons as lines. Leave an empty line between paragraphs, and write four at the most.")
