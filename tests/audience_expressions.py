"""Any expression, for laws: with names that are on record, or with any names at all."""

from datetime import date

from hypothesis import strategies as st

from models.action_plans import STATUSES
from models.audience.building import LONGEST_AGO
from models.audience.expressions import (
    Active,
    Among,
    Answered,
    Before,
    Expression,
    Joined,
    Last,
    Received,
    Silent,
    Since,
    all_of,
    any_of,
    negated,
)
from models.audience.grammar import tidy
from models.ranks import BANDS
from models.states import STATES
from tests.audience_world import AGENCIES, ANSWERS, COHORTS, TAGS

_CLOSED = {
    "state": sorted(STATES),
    "rank": BANDS,
    "language": ("es", "en"),
    "channel": ("telegram", "whatsapp"),
    "plan": (*STATUSES, "open", "any"),
}
_ON_RECORD = {
    "cohort": [*(name for _, name in COHORTS), "Curso/2024", "GENERACION 12"],
    "programme": ["Curso", "instituto"],
    "agency": [*AGENCIES, "secretaria ejemplo"],
    "tag": [*TAGS, "Mas Formacion"],
}
_DAYS = st.dates(date(2026, 5, 1), date(2026, 12, 1))
_RECENT = st.builds(Last, st.integers(1, 200)) | st.builds(Since, _DAYS)


def _printable(text: str) -> str:
    return " ".join("".join(letter for letter in tidy(text) if letter.isprintable()).split())


names = st.text(max_size=12).map(_printable).filter(bool)


def _among(field: str, values: st.SearchStrategy[str], most: int) -> st.SearchStrategy[Expression]:
    several = st.lists(values, min_size=1, max_size=most, unique=True)
    return several.map(lambda chosen: Among(field, tuple(chosen)))


def _terms(named: dict[str, st.SearchStrategy[str]], numbers: st.SearchStrategy[int]) -> st.SearchStrategy[Expression]:
    closed = [_among(field, st.sampled_from(values), 4) for field, values in _CLOSED.items()]
    opened = [_among(field, values, 3) for field, values in named.items()]
    answers = st.lists(st.sampled_from(ANSWERS), max_size=2, unique=True).map(tuple)
    return st.one_of(
        *closed,
        *opened,
        st.just(Joined()),
        st.builds(
            Joined, st.builds(Last, st.integers(1, LONGEST_AGO)) | st.builds(Since, _DAYS) | st.builds(Before, _DAYS)
        ),
        st.builds(Active, _RECENT),
        st.builds(Silent, _RECENT),
        st.builds(Answered, numbers, answers),
        st.builds(Received, numbers),
    )


def _of(terms: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    return st.recursive(
        terms,
        lambda inner: (
            st.lists(inner, min_size=2, max_size=4).map(all_of)
            | st.lists(inner, min_size=2, max_size=4).map(any_of)
            | inner.map(negated)
        ),
        max_leaves=8,
    )


#: With names that nobody has ever heard of.
anything = _of(_terms(dict.fromkeys(_ON_RECORD, names), st.integers(0, 999_999_999)))
_named = {field: st.sampled_from(values) for field, values in _ON_RECORD.items()}
_beside = st.lists(
    st.one_of(*(_among(field, _named[field], 2) for field in ("cohort", "programme"))), min_size=2, max_size=3
)
#: With names that the world of `tests.audience_world` has; cohorts often stand beside programmes.
on_record = _of(_terms(_named, st.just(1)) | _beside.map(all_of))
