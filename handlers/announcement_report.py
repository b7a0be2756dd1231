"""How an announcement stands, in a few lines: who has it, who does not and why, what was answered."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection

from dialogue.phrases import Phrase, _, listed, plural
from handlers.deed_words import STATES
from handlers.paragraphs import paragraph
from models import messages
from models.announcements import counting
from models.announcements.choices import OFFERED
from models.announcements.counting import Report
from models.announcements.tables import PAUSED

WHY: Mapping[str, Phrase] = {
    "staff": _("the team paused it"),
    "failures": _("too many messages did not arrive"),
    "stops": _("too many people asked for no more messages"),
    "content": _("the channel refuses the text"),
    "audience": _("somebody or something that its audience names is not there any more"),
}
_NOT: Mapping[str, Callable[[int], Phrase]] = {
    messages.FAILED: lambda n: plural("{n} failed", "{n} failed", n),
    messages.UNCERTAIN: lambda n: plural("{n} is uncertain", "{n} are uncertain", n),
    messages.EXPIRED: lambda n: plural("{n} did not open it in time", "{n} did not open it in time", n),
    messages.SKIPPED: lambda n: plural("{n} could not be reached", "{n} could not be reached", n),
    messages.CANCELLED: lambda n: plural("{n} cancelled", "{n} cancelled", n),
    messages.UNDONE: lambda n: plural("{n} deleted on Telegram", "{n} deleted on Telegram", n),
}


def state_line(number: int, state: str, why: str | None) -> Phrase:
    """How it stands, in one line; `why` it is paused."""
    if state == PAUSED and why is not None:
        return _("Announcement {number} is paused: {why}.", number=str(number), why=WHY[why])
    return _("Announcement {number}: {state}.", number=str(number), state=STATES[state])


def report_lines(report: Report, choices: str) -> list[Phrase]:
    """What became of it so far: a paragraph, and one more where there are answers."""
    if not report.recipients:
        return [_("Nobody has got it.")]
    found = [_("{reached} of {recipients} have it.", reached=report.reached, recipients=report.recipients)]
    if report.read:
        found.append(plural("{n} has read it.", "{n} have read it.", report.read))
    if report.under_way:
        found.append(plural("{n} is still under way.", "{n} are still under way.", report.under_way))
    if report.not_reached:
        found.append(_("Not reached: {reasons}.", reasons=_reasons(report.not_reached)))
    if len(report.revisions) > 1:
        old = sum(report.revisions.values()) - report.revisions[max(report.revisions)]
        found.append(plural("{n} has the old words.", "{n} have the old words.", old))
    found += _correction(report)
    return [paragraph(*found), *answer_lines(report.answers, choices, report.answered_before)]


def _correction(report: Report) -> list[Phrase]:
    """How the correction goes that is sent to those who had the old words."""
    all_told = report.corrected + report.correcting + report.uncorrected
    if not all_told:
        return []
    found = [_("{told} of {all} have the correction.", told=report.corrected, all=all_told)]
    if report.uncorrected:
        found.append(plural("It did not reach {n}.", "It did not reach {n}.", report.uncorrected))
    return found


def answer_lines(answers: Mapping[str, int], choices: str, before: int = 0) -> list[Phrase]:
    """How many answered what, in the order of the buttons; how many of them `before` the words were corrected."""
    offered = OFFERED[choices]
    rows = [_("{answer}: {n}", answer=each.label, n=answers[each.value]) for each in offered if each.value in answers]
    said = [_("Answers: {answers}.", answers=listed(*rows))] if rows else []
    if rows and before:
        said.append(plural("{n} answered before the correction.", "{n} answered before the correction.", before))
    return [paragraph(*said)] if said else []


def reported(db: Connection, announcement: int) -> dict[str, Any]:
    """The numbers as a flow keeps them, for `read_back`."""
    return counting.report(db, announcement)._asdict()


def read_back(kept: Mapping[str, Any]) -> Report:
    """The numbers that were kept; JSON made the numbers of the revisions text."""
    revisions = {int(revision): count for revision, count in kept["revisions"].items()}
    return Report(**{**kept, "revisions": revisions})


def _reasons(not_reached: Mapping[str, int]) -> Phrase:
    """By state alone: a phone shows no codes."""
    counted: Counter[str] = Counter()
    for reason, count in not_reached.items():
        counted[reason.partition(":")[0]] += count
    return listed(*(_NOT[state](count) for state, count in counted.most_common()))
