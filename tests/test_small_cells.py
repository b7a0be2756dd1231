"""Nothing that is told rests on fewer than five people, and nothing that is hidden can be worked out."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from models.surveys.small_cells import LEAST, Description, coarsened, hidden

TABLES = st.dictionaries(
    st.integers(0, 9),
    st.tuples(st.integers(0, 12), st.integers(0, 12)).map(lambda pair: (pair[0] + pair[1], pair[1])),
    max_size=8,
)
PLACES = st.tuples(*(st.sampled_from([None, "a", "b", "c"]) for _ in range(3)))


@given(TABLES)
def test_no_small_group_is_shown(table: dict[int, tuple[int, int]]) -> None:
    unsaid = hidden(table)
    told = [place for place in (0, 1) if sum(counts[place] for counts in table.values()) >= LEAST]
    for group in table.keys() - unsaid:
        assert all(table[group][place] == 0 or table[group][place] >= LEAST for place in told)


@given(TABLES)
def test_the_total_minus_the_others_tells_nothing(table: dict[int, tuple[int, int]]) -> None:
    """Unless all groups are hidden, what is left over is that of several groups, and not of few people."""
    unsaid = hidden(table)
    if not unsaid or len(unsaid) == len(table):
        return
    for place in (0, 1):
        left = [table[group][place] for group in unsaid if table[group][place]]
        total = sum(counts[place] for counts in table.values())
        assert total < LEAST or not left or (len(left) > 1 and sum(left) >= LEAST)


def test_one_small_group_takes_the_next_smallest_with_it() -> None:
    assert hidden({"a": (3,), "b": (9,), "c": (6,), "d": (0,)}) == {"a", "c"}
    assert hidden({"a": (1,), "b": (1,), "c": (8,), "d": (20,)}) == {"a", "b", "c"}
    assert hidden({"a": (5,), "b": (0,)}) == frozenset()
    assert hidden({"a": (4,)}) == {"a"}
    assert hidden({}) == frozenset()


@given(st.dictionaries(PLACES, st.integers(1, 8), max_size=20), st.permutations([0, 1, 2]))
def test_every_description_that_is_told_fits_five(people: dict[Description, int], order: list[int]) -> None:
    told = coarsened(people, order)
    assert told.keys() == people.keys()
    sizes: Counter[Description] = Counter()
    for each, way in told.items():
        assert all(after in (before, None) for before, after in zip(each, way, strict=True))
        sizes[way] += people[each]
    if sum(people.values()) < LEAST:
        assert set(sizes) <= {(None, None, None)}
    else:
        assert all(size >= LEAST for size in sizes.values())


def test_what_enough_people_share_is_told() -> None:
    people: dict[Description, int] = {
        ("cohort", "CMX", "command"): 5,
        ("cohort", "CMX", "operative"): 2,
        ("cohort", "SON", "operative"): 3,
    }
    assert coarsened(people, (2, 1, 0)) == {
        ("cohort", "CMX", "command"): ("cohort", "CMX", "command"),
        ("cohort", "CMX", "operative"): ("cohort", None, None),
        ("cohort", "SON", "operative"): ("cohort", None, None),
    }
