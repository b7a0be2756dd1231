"""What an expression says, as a tree: the reader makes it, the compiler walks through it once."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Literal:
    """A text in quotes."""

    text: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is written."""

    value: float


@dataclass(frozen=True, slots=True)
class Current:
    """`.`, the answer at hand; or `current()/.`, which a predicate does not change."""

    own: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """`${name}`, or a path that ends in a name. `filters` choose among all its instances."""

    name: str
    position: int
    filters: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A bare name: a column of the row that is looked at."""

    name: str


@dataclass(frozen=True, slots=True)
class Up:
    """`..` or `../..`: the group or repeat around the question, so many steps up."""

    steps: int
    position: int


@dataclass(frozen=True, slots=True)
class Rows:
    """`instance('table')/root/item[…]/column`, or `${repeat}[…]/name`: a table, or else the name of a repeat."""

    position: int
    table: "Node | None" = None
    repeat: str = ""
    filters: tuple["Node", ...] = ()
    column: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """A function and its arguments."""

    name: str
    position: int
    arguments: tuple["Node", ...] = ()


@dataclass(slots=True)
class Chain:
    """Operators of one strength in a row, as `a + b - c`: each with what stands to its right."""

    level: int
    first: "Node"
    rest: list[tuple[str, "Node"]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Negative:
    """A minus in front of something."""

    inner: "Node"


Node = Literal | Number | Current | Field | Column | Up | Rows | Call | Chain | Negative


def inner_nodes(node: Node) -> tuple[Node, ...]:
    """What lies directly inside a node."""
    match node:
        case Call():
            return node.arguments
        case Chain():
            return (node.first, *(right for _, right in node.rest))
        case Negative():
            return (node.inner,)
        case Field():
            return node.filters
        case Rows():
            return (*((node.table,) if node.table is not None else ()), *node.filters)
        case _:
            return ()


def weight(node: Node) -> int:
    """How many parts a node has, itself among them."""
    return 1 + sum(map(weight, inner_nodes(node)))
