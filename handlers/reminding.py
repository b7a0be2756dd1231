"""A reminder of a plan or a milestone: what is due, and what to do about it, now or later.

Every choice sends a command (handlers/postponing.py), so that the button of an old reminder works at any time.
"""

from datetime import date
from typing import Any, get_args

from sqlalchemy import Connection

from dialogue.engine import Chat
from dialogue.messages import Choice
from dialogue.phrases import Day, Phrase, _, plural
from dialogue.questions import YES, Pick
from handlers import later
from handlers.following import Follow
from models import hours, preferences, reminders
from models.base import now
from models.reminders import Kind

_A_MONTH = 30  # days

_KINDS: dict[str, Kind] = {kind[0]: kind for kind in get_args(Kind)}


def mark_of(kind: Kind, id: int) -> str:
    """A plan or a milestone as a command names it, such as p12 or m7."""
    return f"{kind[0]}{id}"


def marked(mark: str) -> tuple[Kind, int] | None:
    """The plan or milestone that `mark` names."""
    kind, number = _KINDS.get(mark[:1]), mark[1:]
    return (kind, int(number)) if kind and number.isascii() and number.isdecimal() and len(number) < 19 else None


def remind(chat: Chat[Connection]) -> Follow | None:
    """Say what is due, and ask what to do about it; in discreet mode only after she has said that she can look."""
    mark = chat.given["about"]
    about = chat.look_up("about", told_of, chat.person, mark)
    if about is None:
        return None
    if (
        about["discreet"]
        and not chat.given.get("looks")
        and chat.ask("look", later.discreet("postpone", mark)) == "later"
    ):
        return Follow("postpone", {"line": f"later {mark}"})
    promised = chat.given.get("promised", False)
    wanted = chat.ask("what", Pick(_told(mark, about, promised=promised), _choices(mark, about)))
    return Follow("postpone", {"line": f"{wanted} {mark}"})


def _told(mark: str, about: dict[str, Any], *, promised: bool) -> Phrase:
    if mark.startswith("m"):
        return _told_of_milestone(about)
    if promised:
        return _("You asked me to remind you of your plan “{plan}”. How is it going?", plan=about["title"])
    return plural(
        "We have not heard of your plan “{plan}” for a month. How is it going?",
        "We have not heard of your plan “{plan}” for {n} months. How is it going?",
        about["months"],
        plan=about["title"],
    )


def _told_of_milestone(about: dict[str, Any]) -> Phrase:
    title = about["title"]
    if about["due_on"] is None:
        return _("How is your milestone “{milestone}” going?", milestone=title)
    day = Day(date.fromisoformat(about["due_on"]))
    if about["past"]:
        return _("Your milestone “{milestone}” was due on {day}. Is it done?", milestone=title, day=day)
    return _("Your milestone “{milestone}” is due on {day}. How is it going?", milestone=title, day=day)


def _choices(mark: str, about: dict[str, Any]) -> list[Choice]:
    step = mark.startswith("m")
    offered = [
        (
            "done",
            _("It is done ✓"),
            ("ya", "listo", "hecho", "cumplida", "done", *(YES if about["past"] else ())),
            step,
        ),
        ("now", _("Report progress"), ("reportar", "avance", "report"), True),
        ("later", _("Later"), ("luego", "después", "al rato", "en 3 horas"), True),
        ("shift", _("After my shift"), ("al salir", "cuando salga"), about["shift"]),
        ("tomorrow", _("Tomorrow"), (), True),
        ("date", _("Change the date"), ("otra fecha", "cambiar fecha", "another date"), step),
        ("off", _("Not for this plan"), ("ya no", "no para este plan", "no more"), True),
    ]
    return [Choice(what, label, also, f"/postpone {what} {mark}") for what, label, also, fits in offered if fits]


def told_of(db: Connection, person: str, mark: str) -> dict[str, Any] | None:
    """What a reminder tells of a plan or a milestone of this person; None when nothing is left to be done."""
    named = marked(mark)
    about = None if named is None else reminders.about(db, int(person), *named)
    if about is None or not about.is_open:
        return None
    chosen, rhythm = preferences.with_rhythm(db, int(person))
    today = hours.local_date(rhythm, now())
    return {
        "title": about.title,
        "due_on": about.due_on.isoformat() if about.due_on else None,
        "past": about.due_on is not None and about.due_on < today,
        "months": max(1, (today - hours.local_date(rhythm, about.since)).days // _A_MONTH),
        "shift": rhythm.shift is not None,
        "discreet": chosen.discreet,
    }
