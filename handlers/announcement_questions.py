"""What is asked of whoever writes an announcement: for whom, in which words, with which buttons, and when."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection

from dialogue.catalogues import languages
from dialogue.engine import Chat
from dialogue.messages import Choice
from dialogue.phrases import _
from dialogue.questions import ClockTime, Date, Misunderstood, Pick, Skippable, Text
from handlers.profile_questions import State
from handlers.progress import STATUSES
from models import audience, joined, office_hours, states
from models.announcements.blanks import MOST, problems
from models.announcements.drafts import Words
from models.announcements.tables import CHOICES
from models.base import now
from models.joined import CohortCount

EVERYBODY = ""
TEN = time(10)
LATEST = timedelta(days=366)
COHORTS = 9  # that are shown; all others are understood by their names
LONGEST_AUDIENCE = 500

TEXTS = {
    "es": _("What do you want to tell them? Please write the text in Spanish, in one message."),
    "en": _("And in English? Whoever speaks English gets this text."),
}
MORES = {
    "es": _("What do they get who want to know more? Please write it in Spanish."),
    "en": _("And what in English?"),
}
_ONLY_ONE = _("Only in one language")

WHOM = [
    Choice("everybody", _("Everybody"), ("todos", "todas", "all")),
    Choice("cohort", _("A cohort"), ("cohorte",)),
    Choice("state", _("A state")),
    Choice("plan", _("By their plans"), ("plan",)),
    Choice("written", _("I will describe it")),
]
BUTTONS = [
    Choice("none", _("No buttons"), ("ninguno", "nada", "none")),
    Choice("rsvp", _("Will they come?")),
    Choice("rating", _("From 1 to 5 stars")),
    Choice("more", _("Tell me more")),
    Choice("person", _("Talk to the team")),
]
WHEN = [
    Choice("now", _("As soon as I say"), ("ahora", "ya", "now")),
    Choice("tomorrow", _("Tomorrow at 10"), ("mañana", "tomorrow")),
    Choice("other", _("On another day")),
]


@dataclass(frozen=True)
class Wording(Text):
    """The words of an announcement, with blanks that there are."""

    limit: int = MOST

    def hear(self, text: str, draft: Any) -> str:
        found = problems(text)
        if found and text:
            raise Misunderstood(found[0])
        return super().hear(text, draft)


@dataclass(frozen=True)
class Audience(Text):
    """An expression that says for whom it is."""

    limit: int = LONGEST_AUDIENCE

    def hear(self, text: str, draft: Any) -> str:
        try:
            audience.parse(text)
        except audience.Unclear as unclear:
            raise Misunderstood(unclear.phrase) from None
        return super().hear(text, draft)


def whom(chat: Chat[Connection]) -> str:
    """For whom it is, as an expression."""
    kind = chat.ask("whom", Pick(_("For whom is it?"), WHOM))
    if kind == "cohort":
        found = chat.look_up("cohorts", cohorts)
        options = [Choice(each["expression"], each["name"]) for each in found]
        return chat.ask("cohort", _Cohort(_("Which cohort?"), options))
    if kind == "state":
        options = [Choice(code, name) for code, name in states.STATES.items()]
        code = chat.ask("state", State(_("In which state do they work?"), options))
        return f'state = "{states.STATES[code]}"'
    if kind == "plan":
        options = [Choice(status, label) for status, label in STATUSES.items()]
        return f"plan = {chat.ask('plan', Pick(_('How far are their plans?'), options))}"
    if kind == "written":
        return chat.ask("written", Audience(_WRITTEN))
    return EVERYBODY


_WRITTEN = _(
    "Please describe them, for example: state in (Chihuahua, Sonora) and plan = started. "
    "There are: cohort, programme, state, agency, rank, language, channel, plan, active, tag."
)


@dataclass(frozen=True)
class _Cohort(Pick):
    """One of the cohorts; the newest are shown."""

    def choices(self, draft: Any) -> list[Choice]:
        return list(self.options[:COHORTS])


def words(chat: Chat[Connection], *, more: bool = False) -> dict[str, str]:
    """The text in each language; only the first has to be."""
    name, prompts = ("more", MORES) if more else ("text", TEXTS)
    first, *others = languages()
    found: dict[str, str] = {first: chat.ask(f"{name} {first}", Wording(prompts[first]))}
    for language in others:
        text = chat.ask(f"{name} {language}", Skippable(Wording(prompts[language]), _ONLY_ONE))
        found |= {} if text is None else {language: text}
    return found


def buttons(chat: Chat[Connection]) -> str:
    """A kind of choices."""
    return chat.ask("buttons", Pick(_("Which buttons shall stand under it?"), BUTTONS))


def begins(chat: Chat[Connection]) -> str | None:
    """The hour of everybody's clock at which it begins, as ISO text in the programme's zone; None for at once."""
    when = chat.ask("when", Pick(_("When shall it go out?"), WHEN))
    if when == "now":
        return None
    today = date.fromisoformat(chat.look_up("today", today_here))
    tomorrow = today + timedelta(days=1)
    if when == "tomorrow":
        return datetime.combine(tomorrow, TEN).isoformat()
    prompt = _("On which day? For example: on Friday, 15 March.")
    day = chat.ask("day", Date(prompt, today, earliest=today, latest=today + LATEST))
    minutes = chat.ask("hour", ClockTime(_("At what time, on each person's own clock? For example: 10:00.")))
    return datetime.combine(day, time(minutes // 60, minutes % 60)).isoformat()


def together(texts: dict[str, str], more: dict[str, str] | None) -> dict[str, Words]:
    """The texts with what there is beyond them, by language."""
    return {language: Words(text, (more or {}).get(language)) for language, text in texts.items()}


def today_here(db: Connection) -> str:
    """The day it is for the programme."""
    return now().astimezone(office_hours.of(db).zone).date().isoformat()


def cohorts(db: Connection) -> list[dict[str, str]]:
    """Every cohort, the newest first: its name, and the expression for its people."""
    found = joined.by_cohort(db)
    names = [each.cohort for each in found]
    return [_cohort(each, alone=names.count(each.cohort) == 1) for each in found]


def _cohort(each: CohortCount, *, alone: bool) -> dict[str, str]:
    """With its programme where another programme has a cohort of the same name."""
    expression = f'cohort = "{each.cohort}"'
    if alone:
        return {"name": each.cohort, "expression": expression}
    return {
        "name": f"{each.cohort} ({each.programme})",
        "expression": f'{expression} and programme = "{each.programme}"',
    }
