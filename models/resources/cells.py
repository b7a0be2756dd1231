"""What the cells of a row mean, and what is wrong with those that mean nothing."""

import re
from collections.abc import Collection
from datetime import date, datetime

from dialogue.catalogues import LOCALES
from dialogue.phrases import _
from dialogue.understanding import plain
from models import audience
from models.audience import Unclear
from models.resources.items import Item, Text, Topic
from models.resources.line import Line
from models.resources.tables import HURDLES, KINDS
from models.resources.urls import fault

_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_BETWEEN = re.compile(r"[,;|]")
_KINDS = {
    **{kind: kind for kind in KINDS},
    "documento": "document",
    "enlace": "link",
    "liga": "link",
    "videos": "video",
    "formato": "form",
    "formulario": "form",
    "model form": "form",
    "curso": "course",
}
_LINKED = ("link", "video", "course")
_NAME = 24  # letters: it becomes the label of an option
_LONGEST = {"title": 120, "summary": 400, "words": 1000}


def item(line: Line, topics: Collection[str]) -> Item | None:
    """The item of a row; None where what is wrong leaves nothing of it."""
    key, kind = _key(line), _kind(line)
    about = _topics(line, topics)
    texts = {language: text for language in LOCALES if (text := _text(line, language)) is not None}
    _check_texts(line, kind, texts)
    source, licence = line.cell("source", 200), line.cell("licence", 100)
    day, whom = _day(line), _audience(line)
    if any(problem.fatal for problem in line.problems):
        return None
    return Item(key, kind, about, texts, source, licence, day, whom)


def topic(line: Line) -> Topic | None:
    """The topic of a row; None where something is wrong with it."""
    key = _key(line)
    names = {language: line.needed(f"name_{language}", _NAME) for language in LOCALES}
    hurdles = _listed(line.cell("hurdles"))
    for each in hurdles:
        if each not in HURDLES:
            some = ", ".join(HURDLES)
            line.refuse("hurdles", "hurdle", _("“{word}” is none of these: {some}.", word=each, some=some))
    return None if line.problems else Topic(key, names, tuple(hurdles))


def _key(line: Line) -> str:
    key = line.needed("key").lower()
    if key and not _KEY.fullmatch(key):
        line.refuse("key", "key", _("A key has up to 40 letters from a to z, numbers and hyphens."))
    return key


def _kind(line: Line) -> str:
    given = line.needed("kind")
    kind = _KINDS.get(plain(given), "")
    if given and not kind:
        some = ", ".join(KINDS)
        line.refuse("kind", "kind", _("“{word}” is none of these: {some}.", word=given[:40], some=some))
    return kind


def _topics(line: Line, known: Collection[str]) -> tuple[str, ...]:
    keys = _listed(line.needed("topics"))
    for key in keys:
        if key not in known:
            line.refuse("topics", "topic", _("There is no topic “{key}”.", key=key[:40]))
    return tuple(keys)


def _listed(cell: str) -> list[str]:
    return list(dict.fromkeys(part for each in _BETWEEN.split(cell) if (part := each.strip().lower())))


def _text(line: Line, language: str) -> Text | None:
    values = {name: line.cell(f"{name}_{language}", most) for name, most in _LONGEST.items()}
    values |= {name: line.cell(f"{name}_{language}", 200) for name in ("file", "light")}
    values["link"] = line.cell(f"link_{language}")
    if values["link"] and (found := fault(values["link"])) is not None:
        line.refuse(f"link_{language}", "link", found)
    if not any(values.values()):
        return None
    text = Text(**values)
    if not text.title and (text.summary or text.link or text.file):
        line.refuse(f"title_{language}", "missing", _("This has to be filled in."))
    if text.light and not text.file:
        whole = f"file_{language}"
        line.refuse(
            f"light_{language}", "light", _("A light file goes with a whole one: fill in “{column}”.", column=whole)
        )
    return text


def _check_texts(line: Line, kind: str, texts: dict[str, Text]) -> None:
    """There is a title, and something to open."""
    if not any(text.title for text in texts.values()):
        line.refuse(f"title_{next(iter(LOCALES))}", "no_title", _("There has to be a title in one language at least."))
        return
    if kind in _LINKED and not any(text.link for text in texts.values()):
        line.refuse(_column("link", texts), "no_link", _("This kind needs a link."))
    elif not any(text.link or text.file for text in texts.values()):
        line.refuse(_column("file", texts), "nothing", _("There is neither a file nor a link."))


def _column(name: str, texts: dict[str, Text]) -> str:
    return f"{name}_{next(language for language, text in texts.items() if text.title)}"


def _day(line: Line) -> str:
    """A date as ISO; one that is past is told, since nobody sees the item then."""
    given = line.cell("valid_until")
    if not given:
        return ""
    day = _read_day(given)
    if day is None:
        line.refuse("valid_until", "date", _("“{word}” is no date. Write it as 2027-12-31.", word=given[:40]))
        return ""
    if day < date.today():  # noqa: DTZ011  # the day of whoever runs the command
        line.warn("valid_until", "over", _("The date is past: nobody will be shown this."))
    return day.isoformat()


def _read_day(text: str) -> date | None:
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%Y-%m-%dT%H:%M:%S"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
    return None


def _audience(line: Line) -> str:
    """The audience in its one form; whether what it names is on record is asked of the store."""
    given = line.cell("audience")
    if not given:
        return ""
    try:
        return audience.write(audience.parse(given))
    except Unclear as problem:
        line.refuse("audience", "audience", problem.phrase)
        return ""
