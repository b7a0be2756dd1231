"""What an export says of itself, in both languages: what its columns mean, and what to know before passing it on."""

from collections.abc import Sequence

from bot.exports.spss_variables import Texts
from dialogue.phrases import Phrase, _, said
from surveys.codebook import LANGUAGES
from surveys.columns import Column, Kind

_MEANINGS = {
    "_index": _("Number of the line in this sheet."),
    "_parent_table": _("Sheet in which the response or the entry around it stands."),
    "_parent_index": _("Number of its line in that sheet."),
    "_id": _("Mark of the person. It is made anew for each export, so two exports cannot be joined by it."),
    "_person": _("Number of the person."),
    "_given_name": _("Given names."),
    "_family_name": _("Family names."),
    "_agency": _("Agency."),
    "_municipality": _("Municipality."),
    "_version": _("Version of the survey."),
    "_wave": _("Wave in which the person was asked. Empty if the person began alone."),
    "_status": _("How far it came: complete, partial, broken_off or begun."),
    "_date": _("Day of the last answer. Times are left out."),
    "_programme": _("Programme, if at least 5 people share what is told of them."),
    "_cohort": _("Cohort, if at least 5 people share what is told of them."),
    "_state": _("State, if at least 5 people share what is told of them."),
    "_rank_band": _("Level of the post, if at least 5 people share what is told of them."),
    "_language": _("Language of the answers, if at least 5 people share what is told of them."),
    "_channel": _("Where the person answered, if at least 5 people share what is told of them."),
    "_declined": _("Questions that the person preferred not to answer."),
    "question": _("Question that was answered."),
    "answer": _("The answer. It is kept without the person."),
    "wave": _("Wave, if at least 5 answers share wave and month."),
    "month": _("Month of the answer, if at least 5 answers share wave and month."),
    "plan": _("Number of the plan in this export."),
    "title": _("What the plan is called."),
    "goal": _("What the plan is for."),
    "status": _("How the plan stands."),
    "percent": _("How much of the plan is done, from 0 to 100."),
    "due_on": _("Day by which the plan is to be done."),
    "created_on": _("Day on which the plan was written down."),
    "reported_on": _("Day of the last report."),
    "milestones": _("How many milestones the plan has."),
    "milestones_done": _("How many milestones are done."),
    "reports": _("How many reports there are."),
    "hurdle": _("What stood in the way."),
    "people_trained": _("How many people were trained, by that report."),
    "event": _("What else became of the plan with this report."),
    "note": _("What the person wrote."),
    "on": _("Day of the report."),
}
_NUMBERS = (
    "_index",
    "_parent_index",
    "_person",
    "_version",
    "percent",
    "people_trained",
    "milestones",
    "milestones_done",
)
_FIGURE_WORDS = (
    *("key", "name_es", "name_en", "kind", "sample", "form", "by", "group", "withheld", "met", "wave"),
    *("definition_es", "definition_en"),
)
_DAYS = ("_date", "due_on", "created_on", "reported_on", "on")

PSEUDONYMOUS = _(
    "This file has no names, phones or agencies. What describes people is left empty where fewer than 5 share it."
)
IDENTIFIED = _("This file says who answered. Please keep it under lock, and delete it once it has been used.")
TEXTS = _(
    "Texts are as people wrote them and may name somebody, so this file stays with the team. Quote only those who "
    "agreed to it, and without names."
)
SHUFFLED = _("The lines are in no order, so that they do not tell who answered first.")
ANONYMOUS = _("Anonymous answers stand apart. They say neither who answered nor on which day.")
UNITS = _("A person counts once for each activity, by the last response. Trials by the team do not count.")
HIDDEN = _("An empty cell stands where a figure would rest on fewer than 5 people, or would tell such a figure.")
ASKED = _("Asked: invitations sent or without anybody reached. What is planned, held or merged does not count.")
RR1 = _("RR1: complete responses by invitations asked (AAPOR).")
RR2 = _("RR2: complete and partial responses by invitations asked (AAPOR).")
OF_REACHED = _("Of those reached: complete responses by invitations asked that reached somebody.")
MATCHED = _("Matched pairs are the same people at both times. Cross-sections are all who answered at one time.")
ABOUT_FIGURES = (HIDDEN, UNITS, MATCHED, ASKED, RR1, RR2, OF_REACHED, ANONYMOUS)


def column(name: str) -> Column:
    """A column of ours, with what it means."""
    kind: Kind = "number" if name in (*_NUMBERS, "reports", "plan") else "date" if name in _DAYS else "text"
    return Column(name, kind, in_both(_MEANINGS[name]) if name in _MEANINGS else None)


def in_both(phrase: Phrase) -> dict[str, str]:
    """A sentence in the languages of the codebook."""
    return {language: said(phrase, language) for language in LANGUAGES}


def in_spss(language: str) -> Texts:
    """The words that answers of SPSS files stand for."""
    return Texts(*(said(each, language) for each in (_("Preferred not to answer"), _("Yes"), _("No"))))


def made(what: Phrase, day: str, version: str) -> Sequence[Phrase]:
    """What an export is, and when it was made."""
    return what, _("Made on {day} with Lazos {version}.", day=day, version=version)


def of_responses(survey: str, wave: str | None, people: int, responses: int) -> Phrase:
    """What is in an export of responses."""
    blanks: dict[str, str | int] = {"survey": survey, "responses": responses, "people": people}
    if wave is None:
        return _("Survey {survey}, all waves. Responses: {responses}. People: {people}.", **blanks)
    return _("Survey {survey}, wave {wave}. Responses: {responses}. People: {people}.", **blanks, wave=wave)


def of_plans(people: int) -> Phrase:
    """What is in an export of plans."""
    return _("Action plans and the reports on them. People: {people}.", people=people)


def of_indicators(indicators: int) -> Phrase:
    """What is in an export of indicators."""
    return _("Indicators and response rates. Indicators: {n}.", n=indicators)


def withheld(answers: int) -> Phrase:
    """That anonymous answers are missing."""
    return _("Anonymous answers not shown, since there are fewer than 5 to a question: {n}.", n=answers)


def figure_column(name: str) -> Column:
    """A column of a sheet of figures; all but its words are numbers."""
    return Column(name, "text" if name in _FIGURE_WORDS else "number")
