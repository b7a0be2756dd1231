"""What is asked of whoever writes an announcement: for whom, in which words, with which buttons, and when."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any

from sqlalchemy import Connection

from dialogue.catalogues import languages
from dialogue.engine import Chat
from dialogue.messages import Choice
from dialogue.phrases import _
from dialogue.questions import ClockTime, Date, Misunderstood, Pick, Skippable, Text
from handlers import announcement_audience as audiences
from handlers.kept_sentences import again
from handlers.profile_questions import State
from handlers.progress import STATUSES
from models import audience, office_hours, states
from models.announcements.blanks import MOST, problems
from models.announcements.drafts import Words
from models.audience.expressions import EVERYBODY, Among
from models.audience.faults import example
from models.base import now

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
    Choice("everybody", _("Everyone"), ("todos", "todas", "a todos", "all", "everybody")),
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


def whom(chat: Chat[Connection]) -> dict[str, Any]:
    """For whom it is, as `announcement_audience.read` finds it; what is not understood is asked again."""
    found = chat.look_up("found", audiences.read, _expression(chat))
    for attempt in count(2):
        if "unclear" not in found:
            break
        chat.say(again(found["unclear"]))
        text = chat.ask(f"written {attempt}", Text(_WRITTEN, LONGEST_AUDIENCE))
        found = chat.look_up(f"found {attempt}", audiences.read, text)
    chat.say(audiences.told(found))
    return dict(found)


def _expression(chat: Chat[Connection]) -> str:
    found = chat.look_up("cohorts", audiences.cohorts)
    kinds = [choice for choice in WHOM if found or choice.value != "cohort"]
    kind = chat.ask("whom", Pick(_("For whom is it?"), kinds))
    if kind == "cohort":
        options = [Choice(each["expression"], each["name"]) for each in found]
        return chat.ask("cohort", _Cohort(_("Which cohort?"), options))
    if kind == "state":
        options = [Choice(code, name) for code, name in states.STATES.items()]
        code = chat.ask("state", State(_("In which state do they work?"), options))
        return audience.write(Among("state", (code,)))
    if kind == "plan":
        options = [Choice(status, label) for status, label in STATUSES.items()]
        status = chat.ask("plan", Pick(_("How far are their plans?"), options))
        return audience.write(Among("plan", (status,)))
    if kind == "written":
        return chat.ask("written", Text(_WRITTEN, LONGEST_AUDIENCE))
    return audience.write(EVERYBODY)


_WRITTEN = _("Please describe them, for example: {example}.", example=example())


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
    minutes = chat.ask("hour", ClockTime(_("At what time, on the clock where each person is? For example: 10:00.")))
    return datetime.combine(day, time(minutes // 60, minutes % 60)).isoformat()


def together(texts: dict[str, str], more: dict[str, str] | None) -> dict[str, Words]:
    """The texts with what there is beyond them, by language."""
    return {language: Words(text, (more or {}).get(language)) for language, text in texts.items()}


def today_here(db: Connection) -> str:
    """The day it is for the programme."""
    return now().astimezone(office_hours.of(db).zone).date().isoformat()
