"""What is done about a reminder: report, later, tomorrow, never again. A command, since its buttons stay for weeks."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection

from dialogue.engine import Chat
from dialogue.phrases import Phrase, _
from dialogue.questions import Date
from handlers import later
from handlers.following import Follow
from handlers.reminding import marked
from models import milestones, reminders, reminding
from models.base import now
from models.reminders import About, Kind

_LATEST = timedelta(days=5 * 366)  # of a milestone's date: a slip of the pen is not taken


def postpone(chat: Chat[Connection]) -> Follow | None:
    """Obey `<what> <p12 or m7>`: one of the choices of a reminder, however old its button is."""
    what, _space, mark = chat.given.get("line", "").partition(" ")
    about = chat.look_up("about", standing, chat.person, mark)
    if about is None:
        chat.say(_("I cannot find what that reminder was about. Your plans are under “my plans”."))
        return None
    chat.do("dealt with", later.dealt_with, chat.person)
    if not about["open"]:
        chat.say(_("“{title}” is closed by now.", title=about["title"]))
        return None
    if what == "now":
        return Follow("progress", {"plan": about["plan"]})
    said = _obey(chat, what, mark, about)
    if said is None:
        return Follow("reminder", {"about": mark, "looks": True})
    chat.say(said)
    return None


def _obey(chat: Chat[Connection], what: str, mark: str, about: dict[str, Any]) -> Phrase | None:
    """Do what she chose, and what to say then; None for whatever asks to see the reminder again."""
    postponed = later.put_off(chat, what, mark, about, put_off)
    if postponed is not None:
        return postponed
    if what == "off":
        chat.do("off", switch_off, chat.person, about["plan"])
        return _("All right, no more reminders for this plan.")
    if what == "done" and about["step"]:
        chat.do("done", tick, chat.person, mark)
        return _("Well done. “{milestone}” is ticked off.", milestone=about["title"])
    return _date_anew(chat, mark, about) if what == "date" and about["step"] else None


def _date_anew(chat: Chat[Connection], mark: str, about: dict[str, Any]) -> Phrase:
    today = date.fromisoformat(about["today"])
    prompt = _("What is the new date for “{milestone}”?", milestone=about["title"])
    day = chat.ask("day", Date(prompt, today, earliest=today, latest=today + _LATEST))
    chat.do("date", date_anew, chat.person, mark, day.isoformat())
    return _("All right. “{milestone}” is now due on {day}.", milestone=about["title"], day=day)


def standing(db: Connection, person: str, mark: str) -> dict[str, Any] | None:
    """How the plan or milestone of this person stands that a command names; None if she has no such."""
    if marked(mark) is None:
        return None
    kind, _id, about = _hers(db, person, mark)
    if about is None:
        return None
    return {
        "plan": str(about.plan),
        "title": about.title,
        "step": kind == "milestone",
        "open": about.is_open,
        **later.how_she_stands(db, int(person)),
    }


def put_off(db: Connection, person: str, mark: str, what: str) -> str:
    """Remind her again as she says, also of a plan for which she wanted no more; the moment on her own clock."""
    kind, id, about = _hers(db, person, mark)
    until = later.moment_of(db, int(person), what)
    if about is not None and about.is_open:
        if about.is_off:
            reminding.on(db, int(person), about.plan, now())
        reminders.put_off(db, kind, id, until, promised=True)
    return until.isoformat()


def switch_off(db: Connection, person: str, plan: str) -> None:
    """No reminders for this plan from now on."""
    reminding.off(db, int(person), int(plan))


def tick(db: Connection, person: str, mark: str) -> None:
    """A milestone is done."""
    _kind, id, about = _hers(db, person, mark)
    if about is not None and milestones.tick(db, int(person), about.plan, [str(id)]):
        reminding.plan_moved(db, int(person), about.plan, now())


def date_anew(db: Connection, person: str, mark: str, day: str) -> None:
    """A milestone gets another date."""
    _kind, id, about = _hers(db, person, mark)
    if about is not None and milestones.date_anew(db, int(person), about.plan, str(id), date.fromisoformat(day)):
        reminding.plan_moved(db, int(person), about.plan, now())


def _hers(db: Connection, person: str, mark: str) -> tuple[Kind, int, About | None]:
    named = marked(mark)
    if named is None:
        raise ValueError("it was read a moment ago")
    return *named, reminders.about(db, int(person), *named)
