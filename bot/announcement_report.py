"""What the command line tells of announcements, before they go out and afterwards: for people, or as JSON."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection

from bot.commands.output import how_many
from dialogue.catalogues import SOURCE
from dialogue.drawing.content import Content
from dialogue.phrases import said
from handlers.announcement_audience import left_out, reached, sentence
from handlers.announcement_numbers import Numbers, cost_and_time, numbers
from handlers.announcement_preview import TONGUES, as_it_looks, drawings, looks, remarks
from handlers.announcement_report import WHY
from handlers.announcement_waits import waits_line, waits_of
from handlers.kept_sentences import kept
from models.announcements import counting, reading
from models.announcements.attached import attached
from models.announcements.costs import counted
from models.announcements.reading import Standing
from models.announcements.tables import PAUSED

_OPTIONS = {"none": "", "buttons": ", with buttons", "list": ", with a list", "text": ", its buttons as lines of text"}
_CHANNELS = {"telegram": "Telegram", "whatsapp": "WhatsApp"}


def ahead(db: Connection, standing: Standing) -> dict[str, Any]:
    """Everything that is known before an announcement goes out."""
    known = numbers(db, standing)
    words = reading.words(db, standing.id, standing.revision)
    file = attached(db, standing.id)
    made = looks(db, words, standing.choices, standing.id)
    return {
        **summary(db, standing),
        **known._asdict(),
        "cost": {"amount": known.cost, "currency": known.currency} if known.currency else None,
        "approval": known.second_person,
        "file": None if file is None else file.type,
        "looks": [_look(language, content) for language, content in made.items()],
    }


def summary(db: Connection, standing: Standing) -> dict[str, Any]:
    """An announcement in a few words."""
    whom = sentence(db, standing.audience)
    return {
        "announcement": standing.id,
        "state": standing.state,
        "why": standing.why,
        "sentence": kept(whom) | {SOURCE: said(whom, SOURCE)},
        "choices": standing.choices,
        "revision": standing.revision,
        "starts_at": _moment(standing, "starts_at"),
        "valid_until": _moment(standing, "valid_until"),
        "created_at": _moment(standing, "created_at"),
        "created_by": standing.created_by,
        "sent_by": standing.sent_by,
        "approved_by": standing.approved_by,
    }


def outcome(db: Connection, standing: Standing) -> dict[str, Any]:
    """What became of an announcement so far."""
    cost = counted(db, standing.id)
    numbers = counting.report(db, standing.id)._asdict()
    money = {"amount": str(cost.amount), "currency": cost.currency} if cost.currency else None
    waits = {"waits": waits_of(db, standing), "part": bool(standing.first_percent and not standing.whole)}
    return {**summary(db, standing), **numbers, **waits, "expected": standing.expected, "cost": money}


def ahead_lines(found: Mapping[str, Any]) -> Iterator[str]:
    """The same for people; in English, like all commands."""
    values: dict[str, Any] = {name: found.get(name) for name in Numbers._fields}
    known = Numbers(**values | _money(found))
    left = left_out(known.excluded)
    yield f"For: {found['sentence'][SOURCE]}"
    yield said(reached(known.people, known.by), SOURCE)
    yield from [] if left is None else [said(left, SOURCE)]
    yield said(cost_and_time(known, found["state"]), SOURCE)
    if found["approval"]:
        yield f"More than {how_many(known.above, 'person', 'people')}: a second person has to approve it."
    for look in found["looks"]:
        yield ""
        yield from _look_lines(look, found["file"])


def outcome_lines(found: Mapping[str, Any]) -> Iterator[str]:
    """What became of it, for people."""
    why = f" ({said(WHY[found['why']], SOURCE)})" if found["state"] == PAUSED and found["why"] in WHY else ""
    yield f"Announcement {found['announcement']}: {found['state']}{why}"
    waits = waits_line(found["waits"], part=found["part"])
    yield from [] if waits is None else [said(waits, SOURCE)]
    yield f"For: {found['sentence'][SOURCE]}"
    yield f"{found['reached']} of {found['recipients']} have it, {found['read']} have read it"
    yield from [f"under way: {found['under_way']}"] if found["under_way"] else []
    for name, title in _COUNTED.items():
        yield from (f"{title} {key}: {count}" for key, count in found[name].items() if count)
    left = left_out(found["excluded"])
    yield from [] if left is None else [said(left, SOURCE)]
    if len(found["revisions"]) > 1:
        yield from (f"has revision {revision}: {count}" for revision, count in sorted(found["revisions"].items()))
    told = {name: found[name] for name in ("corrected", "correcting", "uncorrected") if found[name]}
    yield from (f"correction {_CORRECTION[name]}: {count}" for name, count in told.items())
    if found["answered_before"]:
        yield f"answered before the correction: {found['answered_before']}"
    if found["knocks"]:
        yield f"notices sent: {found['knocks']}"
    if found["cost"] is not None:
        yield f"cost so far: {found['cost']['amount']} {found['cost']['currency']}"


_CORRECTION = {"corrected": "arrived", "correcting": "under way", "uncorrected": "did not reach"}
_COUNTED = {
    "by_channel": "on",
    "not_reached": "not reached,",
    "answers": "answered",
}


def _look(language: str, content: Content) -> dict[str, Any]:
    return {
        "language": language,
        "text": content.text,
        "buttons": [option.label for option in content.options],
        "shown": as_it_looks(content),
        "drawn": [drawn._asdict() for drawn in drawings(content)],
        "remarks": [said(remark, SOURCE) for remark in remarks(content)],
    }


def _look_lines(look: Mapping[str, Any], file: str | None) -> Iterator[str]:
    yield said(TONGUES[look["language"]], SOURCE)
    yield from (f"    {line}" for line in look["shown"].splitlines())
    for drawn in look["drawn"]:
        messages = how_many(drawn["messages"], "message", "messages")
        with_file = f", and a file ({file})" if file else ""
        yield f"  {_CHANNELS[drawn['channel']]}: {messages}{_OPTIONS[drawn['options']]}{with_file}"
    yield from (f"  {remark}" for remark in look["remarks"])


def _money(found: Mapping[str, Any]) -> dict[str, str]:
    cost = found["cost"] or {"amount": "0", "currency": ""}
    return {"cost": cost["amount"], "currency": cost["currency"]}


def _moment(standing: Standing, name: str) -> str | None:
    moment = getattr(standing, name)
    return None if moment is None else moment.isoformat(timespec="minutes")
