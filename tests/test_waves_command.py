"""`lazos survey wave` and `lazos survey calendar`, as staff use them."""

import json
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import Connection, select, update

from models import audit
from models.audit import AuditEntry
from models.base import now
from models.store import Store
from models.surveys import forms
from models.surveys.tables import COMPLETE, INVITED, PARTIAL, PLANNED, SurveyInvitation
from tests.desk import Lazos, desk
from tests.surveyed import FOLLOW_UP
from tests.waved import ENDED, activity, alumna_of, hears, member, tick

ADD = ("survey", "wave", "add", "day_30", "--form", "seguimiento")


@pytest.fixture
def lazos(store: Store) -> Lazos:
    store.run(lambda db: forms.keep(db, FOLLOW_UP, "test"))
    return desk(store)


def test_a_wave_is_begun_listed_and_shown(store: Store, lazos: Lazos, clock: time_machine.Traveller) -> None:
    assert lazos("survey", "wave", "list").stdout == "There is no wave yet.\n"
    begun = lazos(*ADD, "--after-end", 30, "--audience", "estado = Chihuahua", "--hours", "9-20", "--insists")
    assert begun.stdout.startswith("The wave day_30 has begun: 30 days after the end of an activity.")
    alumna_of(store, clock, ENDED)
    tick(store)
    assert lazos("survey", "wave", "list").stdout == (
        "day_30  active  seguimiento  30 days after the end of an activity  1 person\n"
    )
    shown = json.loads(lazos("survey", "wave", "show", "day_30", "--json").stdout)
    assert shown["audience"] == "state = Chihuahua"
    assert (shown["hours"], shown["insists"], shown["people"]) == ("9-20", True, {"planned": 1})
    assert "for: All people in Chihuahua." in lazos("survey", "wave", "show", "DAY_30").stdout
    assert store.run(lambda db: list(db.scalars(select(AuditEntry.action)))) == ["wave added"]
    assert store.run(audit.altered) is None


def test_what_goes_out_is_told_before(store: Store, lazos: Lazos, clock: time_machine.Traveller) -> None:
    assert lazos("survey", "calendar").stdout == "Nothing goes out.\n"
    lazos(*ADD, "--after-end", 30)
    ana = alumna_of(store, clock, ENDED)
    tick(store)
    assert lazos("survey", "calendar").stdout == "2026-12-03  day_30  1 invited (1 telegram)\n"
    assert json.loads(lazos("survey", "calendar", "--days", 30, "--json").stdout) == {
        "whatsapp_people_a_day": 250,
        "over_the_limit": [],
        "days": [{"day": "2026-12-03", "wave": "day_30", "invitations": 1, "reminders": 0, "by": {"telegram": 1}}],
    }
    hears(ana, "2026-12-03 10:00")
    assert lazos("survey", "calendar").stdout == "2026-12-07  day_30  1 reminded (1 telegram)\n"


def test_what_was_held_is_listed_and_let_go(store: Store, lazos: Lazos, clock: time_machine.Traveller) -> None:
    lazos(*ADD, "--after-end", 30)
    person = store.run(lambda db: member(db, activity(db, "vieja", now().date() - timedelta(days=90))))
    tick(store)
    assert lazos("survey", "wave", "held", "day_30").stdout == f"person {person}  was due on 2026-09-25\n"
    assert lazos("survey", "wave", "list").stdout.endswith("1 person, 1 held\n")
    assert lazos("survey", "wave", "release", "day_30").stdout == "1 person is asked now.\n"
    assert lazos("survey", "wave", "held", "day_30").stdout == "Nobody is held.\n"
    assert lazos("survey", "wave", "release", "day_30").stdout == "0 people are asked now.\n"


def test_a_wave_gets_another_audience_and_nobody_is_asked_twice(
    store: Store, lazos: Lazos, clock: time_machine.Traveller
) -> None:
    lazos(*ADD, "--after-end", 30, "--audience", "estado = Chihuahua")
    ana = alumna_of(store, clock, ENDED)
    tick(store)
    assert hears(ana, "2026-12-03 10:00")
    aimed = lazos("survey", "wave", "aim", "day_30", "estado in (Chihuahua, Sonora)")
    assert aimed.stdout == "The wave day_30 is now for: All people in Chihuahua or Sonora.\n"
    tick(store)
    assert hears(ana, "2026-12-03 11:00") == []
    assert "1 person, 0 of 1 answered\n" in lazos("survey", "wave", "list").stdout
    wrong = lazos("survey", "wave", "aim", "day_30", "estado = Atlantis")
    assert (wrong.exit_code, "Atlantis" in wrong.stderr) == (1, True)
    lazos("survey", "wave", "end", "day_30", "--yes")
    assert lazos("survey", "wave", "aim", "day_30", "").exit_code == 1


def test_progress_is_those_who_answered_of_those_who_were_asked(
    store: Store, lazos: Lazos, clock: time_machine.Traveller
) -> None:
    lazos(*ADD, "--after-end", 30)
    cohort = store.run(activity, "de muestra", ENDED)
    store.run(lambda db: [member(db, cohort) for _ in range(4)])
    tick(store)
    assert lazos("survey", "wave", "list").stdout.endswith("activity  4 people\n"), "nobody was asked yet"
    states = iter((COMPLETE, PARTIAL, INVITED, PLANNED))
    for number in store.run(lambda db: list(db.scalars(select(SurveyInvitation.id)))):
        store.run(_becomes, number, next(states))
    assert lazos("survey", "wave", "list").stdout.endswith("activity  4 people, 2 of 3 answered\n")


def _becomes(db: Connection, invitation: int, state: str) -> None:
    db.execute(update(SurveyInvitation).where(SurveyInvitation.id == invitation).values(state=state))


def test_pause_resume_and_end(lazos: Lazos) -> None:
    lazos(*ADD, "--on", "2026-12-01")
    assert lazos("survey", "wave", "resume", "day_30").exit_code == 1
    assert lazos("survey", "wave", "pause", "day_30").stdout == "The wave day_30 is paused.\n"
    assert lazos("survey", "wave", "resume", "day_30").stdout == "The wave day_30 goes on.\n"
    assert lazos("survey", "wave", "end", "day_30", stdin="n\n").exit_code == 1
    assert lazos("survey", "wave", "end", "day_30", "--yes").stdout == "The wave day_30 has ended.\n"
    assert lazos("survey", "wave", "end", "day_30", "--yes").exit_code == 1


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        ((*ADD,), 2, "exactly one of them is needed"),
        ((*ADD, "--after-end", 30, "--on", "2026-12-01"), 2, "exactly one of them is needed"),
        ((*ADD, "--after-end", 30, "--hours", "late"), 2, "two hours are needed, such as 9-20"),
        ((*ADD, "--after-end", 30, "--hours", "20-9"), 1, "The hours run from an earlier"),
        ((*ADD, "--when-plan", "finished"), 1, "“finished” is none of these"),
        ((*ADD, "--after-end", 30, "--audience", "colour = red"), 1, "colour"),
        ((*ADD[:-1], "nothing", "--after-end", 30), 1, "There is no questionnaire “nothing”."),
        (("survey", "wave", "show", "day_7"), 1, "There is no wave day_7."),
    ],
)
def test_what_cannot_be_is_told(lazos: Lazos, words: tuple[object, ...], code: int, told: str) -> None:
    refused = lazos(*words)
    assert refused.exit_code == code
    assert told in " ".join(refused.stderr.replace("│", " ").split())
