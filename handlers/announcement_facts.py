"""What is to be known of an announcement on a phone: kept by its conversation as JSON, said in a few lines."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from dialogue.catalogues import languages
from dialogue.phrases import Phrase, _, plural
from handlers.announcement_audience import left_out, reached, sentence
from handlers.announcement_numbers import Numbers, cost_and_time, numbers
from handlers.announcement_report import read_back, report_lines, reported, state_line
from handlers.announcement_waits import waits_line, waits_of
from handlers.kept_sentences import again, kept
from handlers.paragraphs import paragraph, paragraphs
from models.announcements import authors, correcting, reading, resending
from models.announcements.reading import Standing
from models.announcements.tables import DRAFT, PLANNED, TO_APPROVE

AHEAD = (DRAFT, TO_APPROVE, PLANNED)
SHOWN = 8  # announcements at once
BEGINNING = 40  # letters of a text by which it is recognised


def newest(db: Connection) -> list[dict[str, Any]]:
    """The newest announcements, each with the first letters of its text."""
    found = reading.every(db)[:SHOWN]
    return [{"id": each.id, "state": each.state, "text": _beginning(db, each)} for each in found]


def facts_of(db: Connection, member: int, line: str) -> dict[str, Any] | None:
    """How an announcement stands, and whether this staff member may do anything about it; None when there is none."""
    number = int(line) if line.isdecimal() and len(line) < 16 else 0
    standing = reading.find(db, number)
    if standing is None:
        return None
    facts = {
        "id": number,
        "state": standing.state,
        "why": standing.why,
        "choices": standing.choices,
        "first": standing.first_percent,
        "may": authors.may_announce(db, member),
        "own": f"staff {member}" in (standing.created_by, standing.sent_by),
        "sentence": kept(sentence(db, standing.audience)),
    }
    if standing.state in AHEAD:
        return facts | {"numbers": numbers(db, standing)._asdict()}
    return facts | {
        "report": reported(db, number),
        "failed": resending.missed(db, number),
        "old": correcting.with_old_words(db, number),
        "waits": waits_of(db, standing),
        "part": bool(standing.first_percent and not standing.whole),
    }


def numbers_in(facts: Mapping[str, Any]) -> Numbers:
    """The numbers of what has not begun."""
    return Numbers(**facts["numbers"])


def summary(facts: Mapping[str, Any]) -> Phrase:
    """How it stands, in three paragraphs at the most."""
    waits = waits_line(facts["waits"], part=facts["part"]) if "waits" in facts else None
    told = [] if waits is None else [waits]
    head = paragraph(state_line(facts["id"], facts["state"], facts["why"]), *told, again(facts["sentence"]))
    if facts["state"] not in AHEAD:
        return paragraphs(head, *report_lines(read_back(facts["report"]), facts["choices"]))
    known = numbers_in(facts)
    left = left_out(known.excluded)
    people = paragraph(reached(known.people, known.by), *([] if left is None else [left]))
    steps = [cost_and_time(known, facts["state"])]
    if facts["first"]:
        steps.append(_("First {percent}% of them get it, then it waits for your word.", percent=facts["first"]))
    if facts["state"] == DRAFT and known.second_person:
        steps.append(_needs_approval(known.above))
    return paragraphs(head, people, paragraph(*steps))


def _needs_approval(above: int) -> Phrase:
    return plural(
        "For more than {n} person a second one of the team has to approve it.",
        "For more than {n} people a second person of the team has to approve it.",
        above,
    )


def _beginning(db: Connection, standing: Standing) -> str:
    said = reading.words(db, standing.id, standing.revision)
    text = " ".join(reading.in_language(said, languages()[0])[1].text.split())
    return text if len(text) <= BEGINNING else f"{text[: BEGINNING - 1].rstrip()}…"


def line_of(row: Mapping[str, Any], states: Mapping[str, Phrase]) -> Phrase:
    """One announcement in the list."""
    return _("{number}. {state}: {text}", number=str(row["id"]), state=states[row["state"]], text=row["text"])
