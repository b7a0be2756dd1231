"""What a path means in a chat: a form has no tree of nodes here, so a path is the name that it ends in.

`/data/group/age`, `../age` and `current()/../age` are the question `age`. Two kinds are more: rows of a table
(`instance('states')/root/item[name = ${state}]/label`) and chosen instances of a repeat (`${child}[age > 5]/name`).
"""

from typing import Final, NamedTuple

from surveys.expressions.faults import Unreadable
from surveys.expressions.lexing import Token
from surveys.expressions.tree import Call, Column, Current, Field, Node, Rows, Up

_UPWARDS: Final = (".", "..")
_SILENT: Final = ("text()", "node()")  # what they give is the text of what stands before


class Step(NamedTuple):
    """One step of a path. `bare` is a name with nothing in front of it."""

    name: str
    position: int
    filters: tuple[Node, ...] = ()
    bare: bool = False


def start_of_path(token: Token) -> bool:
    """Whether a path can begin with this."""
    return token.kind == "name" or token.text in ("/", "//", ".", "..")


def field_path(start: Field, steps: list[Step]) -> Node:
    """`${name}`, or what lies under the repeat of this name."""
    if not steps:
        return start
    return path([Step(start.name, start.position, start.filters), *steps], start.position)


def path(steps: list[Step], position: int) -> Node:
    """A path that is not that of a table."""
    steps = _spoken(steps)
    if all(step.name in _UPWARDS for step in steps):
        return _upwards(steps)
    last = steps[-1]
    filtered = [step for step in steps[:-1] if step.filters]
    if last.name in _UPWARDS or len(filtered) > 1 or (filtered and last.filters):
        raise Unreadable(last.position, "path")
    if filtered:
        return Rows(position, repeat=filtered[0].name, filters=filtered[0].filters, column=last.name)
    if _is_column(steps):
        return Column(last.name)
    return Field(last.name, last.position, last.filters)


def column_path(steps: list[Step]) -> Column | None:
    """`person/name` in a condition on rows of a table: what lies deeper in the row."""
    names = [step.name for step in steps]
    deeper = len(steps) > 1 and steps[0].bare and not any(step.filters for step in steps)
    return Column("/".join(names)) if deeper and not {*_UPWARDS, *_SILENT} & set(names) else None


def instance_path(call: Call, steps: list[Step]) -> Rows:
    """The rows of a table, or one of its columns. `root` is not one, and `item` is what a row is called."""
    if len(call.arguments) != 1:
        raise Unreadable(call.position, "arguments", name=call.name, least=1, most=1, given=len(call.arguments))
    steps = _spoken(steps) if steps else steps
    if steps and steps[0].name == "root" and not steps[0].filters:
        steps = steps[1:]
    wrong = next((step for step in steps[1:] if step.filters or step.name in _UPWARDS), None)
    if wrong is not None:
        raise Unreadable(wrong.position, "path")
    return Rows(
        call.position,
        table=call.arguments[0],
        filters=steps[0].filters if steps else (),
        column="/".join(step.name for step in steps[1:]),
    )


def _spoken(steps: list[Step]) -> list[Step]:
    found = [step for step in steps if step.name not in _SILENT]
    wrong = next((step for step in found if step.name.endswith("()")), None)
    if wrong is not None or not found:
        raise Unreadable((wrong or steps[0]).position, "path")
    return found


def _upwards(steps: list[Step]) -> Node:
    if any(step.filters for step in steps):
        raise Unreadable(steps[0].position, "path")
    ups = sum(step.name == ".." for step in steps)
    return Up(ups, steps[0].position) if ups else Current()


def _is_column(steps: list[Step]) -> bool:
    """`name` and `./name` belong to the row that is looked at."""
    if steps[-1].filters:
        return False
    return steps[0].bare and (len(steps) == 1 or [step.name for step in steps[:-1]] == ["."])
