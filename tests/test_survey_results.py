"""Dispositions, response rates and indicators as the evaluation officer reads them: right, and silent about few people."""

from typing import Any

import pytest
from sqlalchemy import Connection

from models.base import now
from models.store import Store
from models.surveys import exported, forms, results
from models.surveys.exported import Anonymous, Selection
from models.surveys.indicators import Figure, Reckoning, Version
from models.surveys.results import Outcome, Rate
from surveys import indicators
from surveys.form import Field
from surveys.indicators import Indicator, Unfit
from tests import survey_answers
from tests.survey_answers import answered, answered_by_nobody, invited, kept, people

ENDS = {"complete": 12, "partial": 6, "refused": 2, "expired": 8, "not_reached": 5, "planned": 7, "held": 3}


def fill(db: Connection) -> None:
    """A wave of two states: most people are in CMX."""
    wave = survey_answers.wave(db)
    kept(db)
    for state, size in ENDS.items():
        for number, person in enumerate(people(db, size)):
            invited(db, wave, person, state)
            if state == "complete" and number < 3:
                survey_answers.change(db, person, state="SON")


def outcome(store: Store) -> Outcome:
    return store.run(results.outcomes)[0]


def rates(store: Store, by: str) -> dict[str, Rate]:
    return {rate.group: rate for rate in store.run(results.rates) if rate.by == by}


def test_dispositions_of_a_wave(store: Store) -> None:
    store.run(fill)
    found = outcome(store)
    assert (found.wave, found.form, found.asked) == ("day_0", "day_0", 33)
    counts = {state: count for state, count in found.counts.items() if count != 0}
    assert counts == {"complete": 12, "partial": 6, "refused": None, "expired": 8, "not_reached": None} | {
        "planned": 7,
        "held": None,
    }
    assert found.rr1 == pytest.approx(12 / 33)
    assert found.rr2 == pytest.approx(18 / 33)
    assert found.of_reached is None, "who was not reached is hidden, so that who refused cannot be worked out"


def test_a_wave_of_few_people_tells_nothing(store: Store) -> None:
    def few(db: Connection) -> None:
        wave = survey_answers.wave(db)
        for person in people(db, 4):
            invited(db, wave, person)

    store.run(few)
    found = outcome(store)
    assert (found.asked, found.counts["complete"], found.rr1, found.rr2) == (None, None, None, None)
    assert store.run(results.rates) == [], "not even where they are from"


def test_rates_by_state_hide_the_small_one_and_what_would_tell_it(store: Store) -> None:
    store.run(fill)
    assert rates(store, "state") == {}, "the total less the one would tell the other"
    channel = rates(store, "channel")["telegram"]
    assert (channel.asked, channel.complete, channel.answered) == (33, 12, 18)
    assert rates(store, "rank_band")[""].rr1 == pytest.approx(12 / 33)


def test_whoever_is_being_erased_is_not_counted(store: Store) -> None:
    def block_one(db: Connection) -> None:
        wave = survey_answers.wave(db)
        first, *_others = people(db, 7)
        for person in (first, *_others):
            invited(db, wave, person)
        survey_answers.change(db, first, blocked_at=now())

    store.run(block_one)
    assert outcome(store).asked == 6


def indicator(**values: Any) -> Indicator:
    usual: dict[str, Any] = {
        "key": "often",
        "name": {"es": "a", "en": "b"},
        "definition": {"es": "c", "en": "d"},
        "forms": ("day_0",),
        "rows": ("applies",),
        "kind": "share",
        "condition": "${applies} >= 3",
        "base": "${applies} != ''",
        "target": 0.5,
        "by": ("state",),
    }
    return Indicator(**(usual | values))


def figures(store: Store, *wanted: Indicator) -> list[Figure]:
    """As the export works them out, all at once."""

    def read(db: Connection) -> list[Figure]:
        names = sorted({name for each in wanted for name in each.forms})
        versions = {
            number: Version(name, forms.load(db, number)) for name in names for number in exported.versions(db, name)
        }
        reckoning, selection = Reckoning(wanted, versions), Selection(tuple(versions), invited=True)
        for person in exported.people(db, selection):
            reckoning.take(exported.read(db, selection, [person]))
        answers, _last = exported.anonymous(db, selection)
        for answer in answers:
            reckoning.take_anonymous(answer)
        return reckoning.figures()

    return store.run(read)


def two_waves(db: Connection) -> None:
    """Twelve people answered before, and eight of them afterwards; the first three are elsewhere."""
    before, after = kept(db), kept(db, survey_answers.form("day_180"))
    waves = [survey_answers.wave(db), survey_answers.wave(db, "day_180", "day_180")]
    cohort = survey_answers.cohort(db, "2024", "Curso")
    for number, person in enumerate(people(db, 12)):
        if number < 3:
            survey_answers.change(db, person, state="SON")
        answered(db, before, person, {"applies": "1"}, invited(db, waves[0], person, cohort=cohort))
        if number < 8:
            said = {"applies": "4" if number % 2 else "2"}
            answered(db, after, person, said, invited(db, waves[1], person, cohort=cohort))


def test_a_share_with_its_n(store: Store) -> None:
    store.run(two_waves)
    found = figures(store, indicator(forms=("day_180",)))
    assert found[0] == Figure("often", "all", "day_180", "", "", 8, 0.5)
    assert found[1:] == [], "whoever is the only one from a state would be known by its name"


def test_pairs_are_told_apart_from_cross_sections(store: Store) -> None:
    store.run(two_waves)
    wanted = indicator(key="change", kind="change", condition="${applies}", forms=("day_0", "day_180"), by=())
    found = {(each.sample, each.form): each for each in figures(store, wanted)}
    pairs = found["matched pairs", "day_0 day_180"]
    assert (pairs.n, pairs.value) == (8, 2.0)
    assert (pairs.before, pairs.after) == (None, None), "beside all twelve they would tell what the other four said"
    assert found["cross-section", "day_0"][5:7] == (12, 1.0)
    assert found["cross-section", "day_180"][5:7] == (8, 3.0)


def test_sums_means_and_counts(store: Store) -> None:
    def trained(db: Connection) -> None:
        number, wave = kept(db), survey_answers.wave(db)
        for at, person in enumerate(people(db, 10)):
            answers = {"trained": str(at)} | ({"applies": "4"} if at < 3 else {})
            answered(db, number, person, answers, invited(db, wave, person))
        answered(db, number, people(db, 1)[0], {"trained": "100"})  # who was not invited has only tried it out

    store.run(trained)
    base, common = "${trained} != ''", {"rows": ("trained",), "by": ()}
    wanted = [
        indicator(key="sum", kind="sum", condition="${trained}", base=base, **common),
        indicator(key="mean", kind="mean", condition="${trained}", base=base, **common),
        indicator(key="count", kind="count", condition="${trained} > 4", base=base, **common),
        indicator(key="few", kind="count", condition="${applies} = 4", base=base, **common),
        indicator(key="broken", kind="mean", condition="number('x')", base=base, **common),
    ]
    found = {each.key: (each.n, each.value) for each in figures(store, *wanted)}
    assert found == {
        "sum": (10, 45.0),
        "mean": (10, 4.5),
        "count": (10, 5.0),
        "few": (None, None),
        "broken": (0, None),
    }


def test_an_anonymous_indicator_has_no_groups(store: Store) -> None:
    def said(db: Connection) -> None:
        number, wave = kept(db), survey_answers.wave(db)
        for answer in ("0", "1", "3", "4", "4"):
            answered_by_nobody(db, number, wave, "support", answer)

    store.run(said)
    wanted = indicator(rows=("support",), condition="${support} >= 3", base="${support} != ''", by=("state",))
    assert figures(store, wanted) == [Figure("often", "anonymous", "day_0", "", "", 5, 0.6)]


def test_the_last_response_to_an_activity_counts(store: Store) -> None:
    def twice(db: Connection) -> None:
        number, wave = kept(db), survey_answers.wave(db)
        for person in people(db, 5):
            invitation = invited(db, wave, person)
            answered(db, number, person, {"applies": "0"}, invitation)
            answered(db, number, person, {"applies": "4"}, invitation)

    store.run(twice)
    assert figures(store, indicator(by=())) == [Figure("often", "all", "day_0", "", "", 5, 1.0)]


def test_the_pack_s_indicators_can_be_read() -> None:
    found = {each.key: each for each in indicators.pack()}
    assert found["behaviour_change"].forms == ("day_0", "day_180")
    assert found["plan_done"].target == 0.4
    assert all(each.name["es"] and each.definition["en"] for each in found.values())


@pytest.mark.parametrize(
    ("cell", "value", "told"),
    [
        ("kind", "median", "line 2: kind is none of"),
        ("form", "day_0 day_30", "line 2: form"),
        ("condition", "(((", "line 2: condition is no expression"),
        ("target", "half", "line 2: target is no number"),
        ("by", "agency", "line 2: by is made of"),
        ("key", "", "line 2: there is no key"),
    ],
)
def test_a_wrong_definition_is_told_with_its_line(cell: str, value: str, told: str) -> None:
    cells = dict.fromkeys(indicators.COLUMNS, "x") | {
        "form": "day_0",
        "kind": "share",
        "condition": "true()",
        "base": "true()",
        "target": "0.5",
        "by": "state",
        cell: value,
    }
    with pytest.raises(Unfit, match=told):
        indicators.read(f"{','.join(cells)}\n{','.join(cells.values())}\n")


def test_columns_that_are_missing_are_named() -> None:
    with pytest.raises(Unfit, match="columns are missing: key"):
        indicators.read("a,b\n1,2\n")


def test_an_answer_to_an_unknown_row_adds_nothing() -> None:
    made = survey_answers.form("day_0", Field(name="extra", kind="text", row=30, anonymous=True))
    reckoning = Reckoning([indicator(rows=("support",))], {1: Version("day_0", made)})
    reckoning.take_anonymous(Anonymous(1, None, "extra", "2026-11", "x"))
    (figure,) = reckoning.figures()
    assert (figure.n, figure.value) == (0, None)
