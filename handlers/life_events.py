"""What changes in a working life: another place, another level, leaving. The profile, the zone and the plans follow."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from dialogue.engine import Chat
from dialogue.messages import Choice
from dialogue.phrases import Phrase, _, lines
from dialogue.questions import Date, Pick, PickMany, Skippable, Text, YesNo
from handlers.profile_questions import LEVELS, question
from handlers.progress import open_plans, told_apart
from models import people, plan_changes, plan_reading, postings, preferences, reminding, stopping
from models.base import now
from models.postings import LEFT, PROMOTED, TRANSFERRED, Change
from models.states import STATES

KINDS = [
    Choice(TRANSFERRED, _("Another workplace"), ("me cambiaron", "traslado", "transferencia", "i was moved")),
    Choice(PROMOTED, _("Another level"), ("me ascendieron", "ascenso", "i was promoted", "promotion")),
    Choice(LEFT, _("I left the service"), ("renuncia", "me jubilé", "baja", "i retired", "i resigned")),
]


def life_event(chat: Chat[Connection]) -> None:
    """Ask what changed, note it, and ask what becomes of the plans."""
    kind = chat.ask("kind", Pick(_("What has changed?"), KINDS))
    said = {"kind": kind} | _details(chat, kind)
    said["on"] = chat.ask("on", _since(chat, kind)).isoformat()
    chat.do("note", note, chat.person, said)
    noted = chat.look_up("noted", noted_for, chat.person)
    if kind == LEFT:
        return _stay_in_touch(chat)
    chat.say(_noted(kind, noted))
    return _take_plans_along(chat) if kind == TRANSFERRED else None


def _details(chat: Chat[Connection], kind: str) -> dict[str, str | None]:
    if kind == LEFT:
        return {}
    if kind == PROMOTED:
        return {"rank_band": chat.ask("level", question("rank_band"))}
    return {
        "agency": chat.ask("agency", Text(_("What is your new workplace called?"), 120)),
        "state": chat.ask("state", question("state")),
        "municipality": chat.ask("municipality", Skippable(Text(_("In which municipality?"), 120))),
        "rank_band": chat.ask("level", Skippable(_level(), _("The same level"))),
    }


def _level() -> Pick:
    options = [Choice(band, label) for band, label in LEVELS.items()]
    return Pick(_("Did your level change too? Which one fits now?"), options)


def _since(chat: Chat[Connection], kind: str) -> Date:
    today = date.fromisoformat(chat.look_up("today", today_of, chat.person))
    prompt = _("Until which day were you there? For example: today.") if kind == LEFT else _("Since which day?")
    return Date(prompt, today, latest=today)


def _noted(kind: str, noted: dict[str, Any]) -> Phrase:
    if kind == PROMOTED:
        return _("Thank you. Your level is now: {level}.", level=LEVELS[noted["level"]])
    place = _("{agency}, {state}", agency=noted["agency"], state=STATES[noted["state"]])
    clock = _("We go by the time there, now {time}.", time=noted["time"])
    return lines(_("Thank you. Your workplace is now: {place}.", place=place), clock)


def _take_plans_along(chat: Chat[Connection]) -> None:
    """A plan goes on at the new place, or it ends with the old one."""
    plans = chat.look_up("plans", open_plans, chat.person)
    if not plans:
        return
    taken = _taken(chat, [plan["id"] for plan in plans], told_apart([plan["title"] for plan in plans]))
    left = [plan["id"] for plan in plans if plan["id"] not in taken]
    if taken:
        chat.do("carry", carry_over, chat.person, taken)
    if len(left) > 0 and chat.ask("close", YesNo(_what_of_the_rest(bool(taken)), _("Yes, close"), _("Leave open"))):
        chat.do("close them", close, chat.person, left)
    chat.say(_("Done. You find your plans under “my plans”."))


def _taken(chat: Chat[Connection], ids: list[str], titles: list[str]) -> list[str]:
    if len(ids) == 1:
        prompt = _("Do you take your plan “{plan}” along?", plan=titles[0])
        taken: bool = chat.ask("take", YesNo(prompt, _("Yes, it goes on"), _("No, it stays")))
        return ids if taken else []
    options = [Choice(id, title) for id, title in zip(ids, titles, strict=True)]
    return chat.ask("take which", PickMany(_("Which plans do you take along?"), options, none=_("I take none along")))


def _what_of_the_rest(some_taken: bool) -> Phrase:
    return _("Shall I close the others?") if some_taken else _("Shall I close it?")


def _stay_in_touch(chat: Chat[Connection]) -> None:
    chat.say(_("Thank you for telling us. What you learnt and shared stays with you, and so do your plans here."))
    prompt = _("May we go on writing to you?")
    if chat.ask("stay", YesNo(prompt, _("Yes, stay in touch"), _("Only if I write"))):
        return chat.say(_("Good. We stay in touch."))
    chat.do("stop", stop, chat.person)
    return chat.say(_("All right. We will only write when you write to us. To undo this, write “start”."))


def note(db: Connection, person: str, said: dict[str, Any]) -> None:
    """Write down what changed, and let reminders go by the time of the new place."""
    postings.change(db, int(person), Change(**said | {"on": date.fromisoformat(said["on"])}))
    reminding.rhythm_changed(db, int(person), now())


def noted_for(db: Connection, person: str) -> dict[str, Any]:
    """What is on record now: workplace, state, level, and the time of day there."""
    known = people.profile(db, int(person))
    rhythm = preferences.rhythm_of(db, int(person))
    local = now().astimezone(ZoneInfo(rhythm.zone))
    return {
        "agency": known.agency or "",
        "state": known.state or "CMX",
        "level": known.rank_band or "operative",
        "time": f"{local:%-H:%M}",
    }


def today_of(db: Connection, person: str) -> str:
    """The day it is where the person works."""
    return plan_reading.today_of(db, int(person)).isoformat()


def carry_over(db: Connection, person: str, plans: list[str]) -> None:
    """Let plans go on at the new place."""
    for plan in plans:
        plan_changes.carry_over(db, person, plan)


def close(db: Connection, person: str, plans: list[str]) -> None:
    """Drop plans that ended with the old place."""
    for plan in plans:
        plan_changes.close(db, person, plan, "dropped", hurdle="transfer")


def stop(db: Connection, person: str) -> None:
    """Write nothing unasked any more."""
    stopping.stop(db, int(person), now())
