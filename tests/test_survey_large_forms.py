"""Questionnaires that are too large, too deep, or wait for themselves: read or refused within seconds."""

import time
from collections.abc import Iterator

import pytest

from surveys.importing import Imported, read
from tests.sheet_samples import book


def lines(rows: Iterator[str]) -> bytes:
    return ("type,name,label,relevant,calculation\n" + "\n".join(rows)).encode()


def quickly(content: bytes, seconds: float = 3.0) -> Imported:
    began = time.process_time()
    found = read(content, "large.csv")
    assert time.process_time() - began < seconds
    return found


def test_ten_thousand_groups_are_read_in_seconds() -> None:
    rows = (f"begin group,g{n},G,,\ntext,t{n},T,,\nend group,,,," for n in range(10_000))
    found = quickly(lines(rows))
    assert found.form is not None
    assert len(found.form.items) == 10_000


def test_ten_thousand_groups_left_open_are_told() -> None:
    found = quickly(lines(f"begin group,g{n},G,," for n in range(10_000)))
    assert found.form is None
    assert {"too_deep", "never_closed"} <= {problem.code for problem in found.problems}


def test_ten_thousand_groups_closed_wrongly_are_told() -> None:
    rows = (f"begin group,g{n},G,,\nbegin repeat,r{n},R,,\nend group,,,," for n in range(10_000))
    assert {problem.code for problem in quickly(lines(rows)).problems} == {"closed_wrongly"}


def test_groups_thirty_deep_are_too_deep() -> None:
    rows = [*(f"begin group,g{n},G,," for n in range(40)), "text,t,T,,", *("end group,,,," for _ in range(40))]
    found = quickly(lines(iter(rows)))
    assert next(problem.row for problem in found.problems if problem.code == "too_deep") == 32


@pytest.mark.parametrize("length", [1, 2, 5_000])
def test_calculations_in_a_circle_are_told(length: int) -> None:
    found = quickly(lines(f"calculate,c{n},,,${{c{(n + 1) % length}}} + 1" for n in range(length)))
    assert found.form is None
    assert {problem.code for problem in found.problems if problem.fatal} == {"cycle"}


def test_a_group_that_waits_for_what_is_in_it_is_told() -> None:
    found = read(lines(iter(["begin group,g,G,${t} = 'x',", "text,t,T,,", "end group,,,,"])), "a.csv")
    assert [(problem.row, problem.code) for problem in found.problems] == [(2, "cycle")]


def test_one_name_ten_thousand_times_is_told_apart() -> None:
    found = quickly(lines('text,q,Q,"${q} = 1",' for _ in range(5_000)), 5)
    assert len({problem.row for problem in found.problems if problem.code == "duplicate_name"}) == 4_999


def test_brackets_without_end_are_refused() -> None:
    found = quickly(lines(iter(["text,a,A,,", f'text,b,B,"{"(" * 20_000}",'])))
    assert next(problem.code for problem in found.problems if problem.fatal).startswith("expression_")


@pytest.mark.parametrize("mark", ["**a", "__a", "<b", "[a](", "&lt;b&gt;", "# ", "${", "*" * 9, "<p>"])
def test_words_full_of_marks_take_no_time(mark: str) -> None:
    label = (mark * 10_000)[:30_000]
    quickly(book({"survey": [["type", "name", "label"], ["note", "n", label]]}))
