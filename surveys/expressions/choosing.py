"""Nodes that are looked for: rows of a table, instances of a repeat, answers among the answers of one question."""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from surveys.expressions.code import Code, Kind, Several, Texts, Truths, first_of, number_of, text_of, truth_of
from surveys.expressions.faults import Failed
from surveys.expressions.scope import Row, Run
from surveys.expressions.tree import Call, Chain, Column, Current, Field, Node, Rows, inner_nodes, weight
from surveys.expressions.values import as_truth, text_moment

RowsOf = Callable[[Run], Sequence[Row]]
Compile = Callable[[Node], Code]

#: What ODK calls the identifier of an option's words, which `jr:itext` finds. Here the words themselves stand in it.
WORDS_OF_OPTION: Final = "itextId"
_OF_A_ROW: Final = ("position", "last")


class _Instance(dict[str, str]):
    """One instance of a repeat, whose answers are looked up when they are asked for."""

    def __init__(self, run: Run, repeat: str, index: int) -> None:
        super().__init__()
        self.run, self.repeat, self.index = run, repeat, index

    def get(self, key: str, default: object = None) -> str:
        return self.run.scope.nth(key, {self.repeat: self.index})


class _Filter(NamedTuple):
    holds: Truths
    weight: int


def rows_code(node: Rows, compiled: Compile) -> Code:
    """A path to rows of a table or instances of a repeat."""
    source = _table(text_of(compiled(node.table))) if node.table is not None else _instances(node.repeat)
    rows = _filtered(source, node.filters, compiled)
    column = node.column
    if column == WORDS_OF_OPTION:
        return _code(lambda run: [row.get(column) or row.get("label", "") for row in rows(run)])
    if column:
        return _code(lambda run: [row.get(column, "") for row in rows(run)])
    return _code(lambda run: ["".join(row.values()) for row in rows(run)])


def field_code(node: Field, compiled: Compile) -> Code:
    """A question, or those of its answers that are asked for."""
    name = node.name
    if not node.filters:
        return Code(Kind.TEXT, lambda run: run.value(name), lambda run: run.scope.values(name))
    if not any(map(_asks_for_answer, node.filters)):
        rows = _filtered(_instances(name), node.filters, compiled)
        return _code(
            lambda run: [run.scope.nth(name, {name: row.index}) for row in rows(run) if isinstance(row, _Instance)]
        )
    answers = _filtered(_answers(name), node.filters, compiled)
    return _code(lambda run: [row.get("", "") for row in answers(run)])


def look_up(table: Texts, column: Texts, key_column: Texts, key: Texts) -> Texts:
    """The column of the first row whose key is this one; "" without such a row."""
    rows = _table(table)

    def found(run: Run) -> str:
        wanted = _with_text(rows(run), key_column(run), key(run), run)
        return wanted[0].get(column(run), "") if wanted else ""

    return found


def _code(each: Several) -> Code:
    return Code(Kind.TEXT, first_of(each), each, chosen=True)


def _table(name: Texts) -> RowsOf:
    def rows(run: Run) -> Sequence[Row]:
        try:
            return run.scope.table(table_name(name(run)))
        except KeyError:
            raise Failed("table") from None

    return rows


def table_name(text: str) -> str:
    """How a table is called, whether or not its file's ending was written."""
    return text.strip().removesuffix(".csv")


def _instances(repeat: str) -> RowsOf:
    return lambda run: [_Instance(run, repeat, index) for index in range(1, run.scope.count(repeat) + 1)]


def _answers(name: str) -> RowsOf:
    """Each answer as a row whose only column has no name."""
    return lambda run: [{"": answer} for answer in run.scope.values(name)]


def _filtered(rows: RowsOf, filters: Sequence[Node], compiled: Compile) -> RowsOf:
    for node in filters:
        rows = _one_filter(rows, node, compiled)
    return rows


def _one_filter(rows: RowsOf, node: Node, compiled: Compile) -> RowsOf:
    if (by_text := _column_equals(node, compiled)) is not None:
        column, key = by_text
        return lambda run: _with_text(rows(run), column, key(run), run)
    passing = _Filter(_holding(compiled(node)), weight(node))
    return lambda run: _passing(rows(run), passing, run)


def _holding(code: Code) -> Truths:
    """A condition, or the number of the row."""
    if code.kind is Kind.NUMBER:
        number = number_of(code)
        return lambda run: number(run) == run.place
    if code.kind is not Kind.ANY:
        return truth_of(code)
    value = code.run

    def holds(run: Run) -> bool:
        found = value(run)
        return found == run.place if isinstance(found, float) else as_truth(found)

    return holds


def _passing(rows: Sequence[Row], condition: _Filter, run: Run) -> list[Row]:
    run.spend(len(rows) * condition.weight)
    before = run.row, run.place, run.size, run.current
    run.size = len(rows)
    found: list[Row] = []
    for run.place, row in enumerate(rows, 1):
        run.row, run.current = row, row.get("", "")
        if condition.holds(run):
            found.append(row)
    run.row, run.place, run.size, run.current = before
    return found


def _with_text(rows: Sequence[Row], column: str, key: str, run: Run) -> Sequence[Row]:
    run.spend(1 + (len(rows) >> 3))
    if text_moment(key, run) is None:
        return [row for row in rows if row.get(column, "") == key]
    return [
        row
        for row in rows
        if row.get(column, "") == key or text_moment(row.get(column, ""), run) == text_moment(key, run)
    ]


def _column_equals(node: Node, compiled: Compile) -> tuple[str, Texts] | None:
    """The column and the text of `column = text`, where the text is the same for all rows."""
    if not isinstance(node, Chain) or len(node.rest) != 1 or node.rest[0][0] != "=":
        return None
    for column, key in ((node.first, node.rest[0][1]), (node.rest[0][1], node.first)):
        if isinstance(column, Column) and not _of_row(key):
            code = compiled(key)
            return (column.name, text_of(code)) if code.kind is Kind.TEXT and not code.chosen else None
    return None


def _of_row(node: Node) -> bool:
    """Whether it may be another thing for every row."""
    if isinstance(node, Column) or (isinstance(node, Current) and not node.own):
        return True
    if isinstance(node, Call) and (node.name in _OF_A_ROW or not node.arguments):
        return True
    return any(map(_of_row, inner_nodes(node)))


def _asks_for_answer(node: Node) -> bool:
    """Whether `.` stands in a condition, and not in one further inside."""
    if isinstance(node, Field | Rows):
        return False
    return (isinstance(node, Current) and not node.own) or any(map(_asks_for_answer, inner_nodes(node)))
