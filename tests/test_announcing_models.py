"""The numbers of an announcement, and what may be sent again: on any mixture of what can become of a copy."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import ColumnElement, Connection, delete, func, select, update

from models import messages
from models.all import metadata
from models.announcements import answers, counting, resending, steps
from models.announcements.choices import COMMANDS, OFFERED, options
from models.announcements.tables import CHOICES
from models.base import now
from models.messages import Message
from models.store import Store
from tests.announced import announced, sent_off
from tests.crowd import crowd

NOON = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)  # in the capital
FATES = (
    *((state, None) for state in (*counting.UNDER_WAY, *counting.REACHED)),
    *((messages.FAILED, code) for code in ("63016", "500", None)),
    *((state, state) for state in (messages.EXPIRED, messages.UNDONE)),
    *((messages.SKIPPED, "unreachable"), (messages.CANCELLED, "stopped"), (messages.UNCERTAIN, None)),
)


@pytest.fixture(autouse=True)
def clock() -> object:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def test_every_kind_of_choices_has_its_buttons() -> None:
    for kind, values in CHOICES.items():
        made = options(kind, 9_007_199_254_740_991)
        assert tuple(each.value for each in made) == values
        assert all(each.sends and len(each.sends.encode()) <= 64 for each in made)
    assert set(COMMANDS) == {kind for kind in OFFERED if kind != "none"}
    assert [each.sends for each in options("rsvp", 12)] == ["/rsvp 12 yes", "/rsvp 12 no", "/rsvp 12 maybe"]
    assert [each.sends for each in options("more", 12)] == ["/more 12"]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fates=st.lists(st.tuples(st.sampled_from(FATES), st.integers(1, 3)), max_size=12))
def test_the_report_counts_everybody_once(store: Store, fates: list[tuple[tuple[str, str | None], int]]) -> None:
    store.run(_emptied)
    store.run(crowd, len(fates))
    number = announced(store)
    store.run(_become, number, fates)
    found = store.run(counting.report, number)
    states = Counter(state for (state, _code), _revision in fates)
    assert found.recipients == len(fates)
    assert found.by_state == states
    assert found.reached == states["sent"] + states["delivered"] + states["read"] == sum(found.revisions.values())
    assert found.reached + found.under_way + sum(found.not_reached.values()) == found.recipients
    assert sum(found.by_channel.values()) == found.recipients
    assert found.not_reached.get("failed:63016", 0) == fates_of(fates, "failed", "63016")


def fates_of(fates: list[tuple[tuple[str, str | None], int]], state: str, code: str | None) -> int:
    return sum(fate == (state, code) for fate, _revision in fates)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fates=st.lists(st.sampled_from(FATES), max_size=12), uncertain=st.booleans())
def test_only_what_failed_is_sent_again(store: Store, fates: list[tuple[str, str | None]], uncertain: bool) -> None:
    store.run(_emptied)
    store.run(crowd, len(fates))
    number = announced(store)
    store.run(_become, number, [(fate, 1) for fate in fates])
    wanted = {"failed", "uncertain"} if uncertain else {"failed"}
    before = store.run(_states, number)
    again = store.run(lambda db: resending.resend(db, number, now(), uncertain=uncertain))
    after = store.run(_states, number)
    assert again == sum(state in wanted for state, _code in fates)
    assert [("queued" if state in wanted else state) for state in before] == after


def test_what_is_paused_stays_paused_when_it_is_sent_again(store: Store) -> None:
    store.run(crowd, 1)
    number = announced(store)
    store.run(_become, number, [(("failed", "500"), 1)])
    assert store.run(steps.pause, number, "staff", now())
    assert store.run(resending.resend, number, now()) == 1
    assert store.run(lambda db: steps.resume(db, number, now()))


def test_nothing_is_sent_again_of_what_did_not_begin_or_is_over(store: Store, clock: time_machine.Traveller) -> None:
    store.run(crowd, 1)
    planned = sent_off(store)
    assert store.run(resending.resend, planned, now()) == 0
    number = announced(store)
    store.run(_become, number, [(("failed", "500"), 1)])
    clock.shift(timedelta(days=8))
    assert store.run(resending.resend, number, now()) == 0
    assert store.run(resending.resend, 77, now()) == 0


def test_a_report_of_many_walks_along_an_index(store: Store) -> None:
    hers, knocks = Message.person_id.is_not(None), (Message.lane == messages.KNOCK) & (Message.state == messages.SENT)
    with store.engine.connect() as db:
        plans = [" ".join(_plan(db, condition)) for condition in (hers, knocks)]
    assert all("ix_message_recipient" in plan or "ix_message_announced" in plan for plan in plans), plans


def test_a_report_of_what_there_is_not(store: Store) -> None:
    with pytest.raises(LookupError):
        store.run(counting.report, 7)
    assert store.run(answers.everything, 7) == []


def _become(db: Connection, announcement: int, fates: list[tuple[tuple[str, str | None], int]]) -> None:
    copies = select(Message.id).where(Message.announcement_id == announcement, Message.person_id.is_not(None))
    for message, ((state, code), revision) in zip(db.scalars(copies.order_by(Message.id)).all(), fates, strict=True):
        values = {"state": state, "error": code, "revision": revision}
        db.execute(update(Message).where(Message.id == message).values(values))


def _states(db: Connection, announcement: int) -> list[str]:
    copies = select(Message.state).where(Message.announcement_id == announcement, Message.person_id.is_not(None))
    return list(db.scalars(copies.order_by(Message.id)))


def _emptied(db: Connection) -> None:
    for table in ("message", "announcement_text", "announcement", "consent", "contact_key", "contact", "person"):
        db.execute(delete(metadata.tables[table]))


def _plan(db: Connection, condition: ColumnElement[bool]) -> list[str]:
    counted = select(Message.state, func.count()).where(Message.announcement_id == 1, condition)
    query = counted.group_by(Message.state).compile(db, compile_kwargs={"literal_binds": True})
    if db.dialect.name == "postgresql":
        db.exec_driver_sql("set enable_seqscan = off")  # which so small a table would be read by
    explain = "explain " if db.dialect.name == "postgresql" else "explain query plan "
    return [row[-1] for row in db.exec_driver_sql(explain + str(query))]
