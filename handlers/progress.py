"""Reporting how an action plan is going, question by question or in one line."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection

from dialogue.engine import Chat
from dialogue.messages import Choice
from dialogue.phrases import Phrase, _, lines, listed, plural
from dialogue.questions import Number, Percent, Pick, Skippable, Text, Upload, YesNo
from dialogue.questions.numbers import whole_numbers
from dialogue.understanding import plain
from handlers.paragraphs import paragraphs
from handlers.plan_choice import PickTitle
from handlers.resource_suggesting import suggested
from models import action_plans, plan_reading, reminding
from models.action_plans import Plan
from models.base import now

STATUSES: dict[str, Phrase] = {
    "not_started": _("not started"),
    "started": _("started"),
    "advanced": _("advanced"),
    "done": _("done"),
    "changed": _("changed"),
    "dropped": _("dropped"),
}

INSTEAD = [
    Choice("not_started", _("Not started yet")),
    Choice("done", _("It is done")),
    Choice("changed", _("The plan changed")),
    Choice("dropped", _("It was dropped")),
]

# "recursos" and "resources" alone would begin to look for material
_NO_MEANS = ("no hay recursos", "falta presupuesto", "falta dinero", "no budget", "recursos", "resources")
HURDLES = [
    Choice("none", _("Nothing")),
    Choice("resources", _("Lack of resources"), _NO_MEANS),
    Choice("command", _("Lack of command support"), ("no hay apoyo", "falta de apoyo", "no support")),
    Choice("time", _("Lack of time"), ("no hay tiempo", "no tengo tiempo", "no time")),
    Choice("transfer", _("Transfer"), ("cambio de plaza", "me cambiaron de plaza", "me cambiaron", "i was moved")),
    Choice("turnover", _("Staff turnover"), ("falta personal", "falta gente", "nos falta gente", "lack of staff")),
    Choice("rules", _("Rules or paperwork"), ("trámites", "burocracia", "paperwork")),
    Choice("insecurity", _("Insecurity")),
    Choice("other", _("Something else"), ("otro", "otra", "otros", "other")),
]

_ALL = 100  # per cent
_ONE_LINE = re.compile(
    r"(?P<percent>\d{1,3})(?![.,]?\d)\s*(?:%|por ?ciento|percent)?(?:[\s,.:;–-]+(?P<note>.+))?", re.S | re.I
)
_NUMBER_ONLY = re.compile(r"[-−–\d\s.,%]*")
_PEOPLE = re.compile(
    r"\d+ (mas |nuev[oa]s |new |more )?(oficial|polici|person|element|agent|custodi|mando|companer|integrant|"
    r"instructor|officer|police|people|staff|agent|guard|trainee|colleague)"
)
_TRAINING = re.compile(r"\b(capacit|entren|instru|form(e|o|amos|aron|ad)|ensen|train|taught|teach)")


def report_progress(chat: Chat[Connection]) -> None:
    """Ask how an action plan is going, and file what the alumna says."""
    plans = chat.look_up("plans", open_plans, chat.person)
    if not plans:
        return chat.say(_("You have no open action plan. To add one, write “new plan”."))
    plan = _choose(chat, [Plan(**each) for each in plans])
    if plan is None:
        return chat.say(GONE)
    percent, note = in_one_line(chat.given.get("line", ""))
    if percent is not None:
        return _file_line(chat, plan, percent, note)
    if _is_no_percent(chat.given.get("line", "")):
        chat.say(Percent("").hint())
    return _ask_all(chat, plan, note)


def in_one_line(line: str) -> tuple[int | None, str | None]:
    """The per cent and the note of "60 capacitamos a 20 oficiales"; a line without a number is all note."""
    found = _ONE_LINE.fullmatch(line.strip())
    if found is None or int(found["percent"]) > 100 or _counts_people(line):
        return None, None if _NUMBER_ONLY.fullmatch(line.strip()) else line.strip() or None
    return int(found["percent"]), found["note"]


def _is_no_percent(line: str) -> bool:
    """Whether a line is only a number that is no per cent (150, -5, 60.5); she is told, since it is not kept."""
    number = line.strip()
    return any(map(str.isdecimal, number)) and _NUMBER_ONLY.fullmatch(number) is not None


def _counts_people(line: str) -> bool:
    """Whether the number a line begins with is one of people ("100 oficiales capacitados"), not a per cent."""
    return _PEOPLE.match(plain(line)) is not None


def status_of(percent: int) -> str:
    """What a per cent alone says: nothing yet, begun, half of it or more, all."""
    if percent in (0, 100):
        return "done" if percent else "not_started"
    return "advanced" if percent >= 50 else "started"


def _choose(chat: Chat[Connection], plans: list[Plan]) -> Plan | None:
    """The plan that was given, the only one, or the one she picks; None when the given one is not open any more."""
    chosen = plans[0].id if len(plans) == 1 else None
    if "plan" in chat.given:
        chosen = str(chat.given["plan"])
    if chosen is None:
        options = map(Choice, [plan.id for plan in plans], told_apart([plan.title for plan in plans]))
        chosen = chat.ask("plan", PickTitle(_("Which plan is it about?"), list(options)))
    return next((plan for plan in plans if plan.id == chosen), None)


def told_apart(titles: Sequence[str]) -> list[str]:
    """The titles; those that stand several times get their number among them."""
    return [
        title if titles.count(title) == 1 else f"{title} ({titles[: place + 1].count(title)})"
        for place, title in enumerate(titles)
    ]


def _file_line(chat: Chat[Connection], plan: Plan, percent: int, note: str | None) -> None:
    """File at once what came in one line; a number of people is only counted once it is confirmed."""
    status = _status(chat, plan, percent)
    report = chat.do("file", file_report, chat.person, plan.id, {"percent": percent, "status": status, "note": note})
    if report is None:
        return chat.say(GONE)
    chat.say(_thanks(plan, percent, status))
    if not trained_in(note or ""):
        return None
    people = _trained(chat, plan, note)
    if people:
        chat.do("counted", action_plans.count_trained, chat.person, report, people)
        return chat.say(_noted(people))
    return chat.say(_("All right."))


def _ask_all(chat: Chat[Connection], plan: Plan, note: str | None) -> None:
    if plan.reported_on:
        day = date.fromisoformat(plan.reported_on)
        chat.say(_("Last time, on {day}, you reported {percent}%.", day=day, percent=plan.percent))
    percent, status = _how_far(chat, plan)
    hurdle = chat.ask("hurdle", Pick(_("What got in the way, if anything?"), HURDLES))
    if note is None:
        note = chat.ask("note", Skippable(Text(_what_changed(plan))))
    people = _trained(chat, plan, note)
    proof = chat.ask("proof", Skippable(Upload(_("If you like, send a photo or a document. If not, write “skip”."))))
    said = {"percent": percent, "status": status, "hurdle": hurdle, "note": note, "people_trained": people}
    if chat.do("file", file_report, chat.person, plan.id, said | {"evidence": proof or []}) is None:
        return chat.say(GONE)
    kept = [plural("{n} file kept.", "{n} files kept.", len(proof))] if proof else []
    said_now = [_thanks(plan, percent, status), *([_noted(people)] if people else []), *kept]
    found = suggested(chat, hurdle, f"{plan.title} {note or ''}") if hurdle != "none" else None
    if found is None:
        return chat.say(lines(*said_now))
    return chat.say(paragraphs(*said_now, found.text), choices=[found.choice])


def _how_far(chat: Chat[Connection], plan: Plan) -> tuple[int, str]:
    answer = chat.ask(
        "percent", Percent(_("How far along is “{plan}”, from 0 to 100?", plan=plan.title), instead=INSTEAD)
    )
    if isinstance(answer, int):
        return answer, _status(chat, plan, answer)
    return {"not_started": 0, "done": 100}.get(answer, plan.percent), answer


def _status(chat: Chat[Connection], plan: Plan, percent: int) -> str:
    """The status that goes with a per cent; a plan is only closed by whoever says that it is done."""
    if percent < 100:
        return status_of(percent)
    done = YesNo(_("Is “{plan}” finished?", plan=plan.title), _("Yes, it is finished"), _("No, it goes on"))
    return "done" if chat.ask("finished", done) else "advanced"


def _what_changed(plan: Plan) -> Phrase:
    if plan.reported_on:
        return _("What changed since last time? One line is enough.")
    return _("What have you achieved so far? One line is enough.")


def _trained(chat: Chat[Connection], plan: Plan, note: str | None) -> int | None:
    """How many people were trained: the number in the note if it is one, once confirmed, else asked."""
    people = trained_in(note or "")
    if people and chat.ask("count", YesNo(_count(people))):
        return people
    since = plan.reported_on is not None
    prompt = _("How many people did you train since then?") if since else _("How many people have you trained?")
    answer = chat.ask("people", Skippable(Number(prompt, most=100_000), _("None")))
    return answer if isinstance(answer, int) else None


def trained_in(note: str) -> int | None:
    """The one number in a note that speaks of training."""
    numbers = whole_numbers(note)
    speaks_of_it = _TRAINING.search(plain(note)) is not None
    return numbers[0] if speaks_of_it and len(numbers) == 1 and 0 < numbers[0] <= 100_000 else None


def _noted(people: int) -> Phrase:
    return plural("{n} person trained, noted.", "{n} people trained, noted.", people)


def _count(people: int) -> Phrase:
    return plural("Shall I note {n} person trained?", "Shall I note {n} people trained?", people)


def _thanks(plan: Plan, percent: int, status: str) -> Phrase:
    return _("Thank you. On record for “{plan}”: {how}.", plan=plan.title, how=how_far(percent, status))


def how_far(percent: int, status: str) -> Phrase:
    """Per cent and status as they are read together; what was dropped was never all done."""
    if status == "dropped" and percent == _ALL:
        return STATUSES[status]
    return listed(f"{percent}%", STATUSES[status])


def open_plans(db: Connection, person: str) -> list[dict[str, Any]]:
    """The open plans of a person, each as the fields of a `Plan`."""
    zone = plan_reading.zone_of(db, int(person))
    return [plan._asdict() for plan in action_plans.open_for(db, int(person), zone)]


GONE = _("This plan is closed by now, so nothing was filed.")


def file_report(db: Connection, person: str, plan: str, said: dict[str, Any]) -> str | None:
    """File a report; None when the plan was closed meanwhile."""
    report = action_plans.file_report(db, person, plan, **said)
    if report is not None:
        reminding.plan_moved(db, int(person), int(plan), now())
    return report
