"""From tokens to a tree: operators by their strength, one token looked at after the other.

Written by hand (a Pratt parser), since a word such as `div` or a `*` is an operator or a name by what stands before it,
since faults are to name the place and the kind of mistake, and since a questionnaire of thousands of rows is read in a
second: it is an order of magnitude faster than a table-driven parser in Python.
"""

from typing import Final

from surveys.expressions.faults import DEEPEST, Unreadable
from surveys.expressions.lexing import Token, tokens
from surveys.expressions.paths import Step, column_path, field_path, instance_path, path, start_of_path
from surveys.expressions.tree import Call, Chain, Current, Field, Literal, Negative, Node, Number

_WORDS: Final = {"or": 1, "and": 2, "div": 6, "mod": 6}
_SIGNS: Final = {"=": 3, "!=": 3, "<": 4, "<=": 4, ">": 4, ">=": 4, "+": 5, "-": 5, "*": 6, "|": 8}
_NEGATIVE: Final = 7
_COMPARING: Final = (3, 4)


def read(text: str) -> Node:
    """The tree of an expression. Raises `Unreadable`."""
    reader = _Reader(tokens(text))
    if reader.token.kind == "end":
        raise Unreadable(0, "empty")
    tree = reader.expression(0)
    if reader.token.kind != "end":
        raise reader.no_operator()
    return tree


class _Reader:
    def __init__(self, found: list[Token]) -> None:
        self.found = found
        self.at = 0
        self.depth = 0
        self.rows = 0  # predicates on rows of a table around what is read
        self.token = found[0]

    def advance(self) -> Token:
        token = self.token
        if token.kind != "end":
            self.at += 1
            self.token = self.found[self.at]
        return token

    def takes(self, sign: str) -> bool:
        if self.token.kind == "sign" and self.token.text == sign:
            self.advance()
            return True
        return False

    def closes(self, sign: str, opened: Token) -> None:
        if self.takes(sign):
            return
        if self.token.kind == "end":
            raise Unreadable(opened.position, "unclosed", sign=opened.text)
        raise self.no_operator()

    def expression(self, least: int) -> Node:
        """What binds at least so strongly."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise Unreadable(self.token.position, "too_deep", most=DEEPEST)
        left = self.negative() if self.takes("-") else self.operand()
        grown: Chain | None = None
        while (level := self.level()) > least:
            operator = self.advance()
            if grown is None or grown.level != level:
                left = grown = Chain(level, left)
            grown.rest.append((operator.text, self.expression(level)))
            if level in _COMPARING and len(grown.rest) > DEEPEST:
                raise Unreadable(operator.position, "too_deep", most=DEEPEST)
        self.depth -= 1
        return left

    def negative(self) -> Node:
        inner = self.expression(_NEGATIVE)
        return Number(-inner.value) if isinstance(inner, Number) else Negative(inner)

    def level(self) -> int:
        """How strongly the operator at hand binds; 0 where there is none."""
        return (_WORDS if self.token.kind == "name" else _SIGNS).get(self.token.text, 0) if self.operates() else 0

    def operates(self) -> bool:
        return self.token.kind in ("name", "sign")

    def operand(self) -> Node:
        token = self.token
        match token.kind:
            case "number":
                return Number(float(self.advance().text))
            case "text":
                return Literal(self.advance().text)
            case "field":
                self.advance()
                return field_path(Field(token.text, token.position, self.filters()), self.steps())
            case "end":
                raise Unreadable(token.position, "unfinished")
        if self.takes("("):
            return self.bracketed(token)
        if token.kind == "name" and self.found[self.at + 1][:2] == ("sign", "("):
            return self.call()
        if not start_of_path(token):
            raise Unreadable(token.position, "operand", found=token.text)
        steps = self.steps(first=True)
        return column_path(steps) or path(steps, token.position) if self.rows else path(steps, token.position)

    def bracketed(self, opened: Token) -> Node:
        inner = self.expression(0)
        self.closes(")", opened)
        return inner

    def call(self) -> Node:
        name = self.advance()
        arguments = self.arguments()
        if name.text == "current" and not arguments:
            steps = self.steps()
            return path(steps, name.position) if steps else Current(own=True)
        call = Call(name.text, name.position, arguments)
        if name.text != "instance":
            return call
        self.rows += 1
        steps = self.steps()
        self.rows -= 1
        return instance_path(call, steps)

    def arguments(self) -> tuple[Node, ...]:
        opened = self.advance()
        if self.takes(")"):
            return ()
        found = [self.expression(0)]
        while self.takes(","):
            found.append(self.expression(0))
        self.closes(")", opened)
        return tuple(found)

    def filters(self) -> tuple[Node, ...]:
        found: list[Node] = []
        while self.token.kind == "sign" and self.token.text == "[":
            opened = self.advance()
            found.append(self.expression(0))
            self.closes("]", opened)
        return tuple(found)

    def steps(self, first: bool = False) -> list[Step]:
        """The steps of a path; the first may stand without a slash."""
        found: list[Step] = []
        while first or self.slash():
            bare = first and not self.slash()
            if not bare:
                self.advance()
            token = self.advance()
            if token.kind not in ("name", "field") and token.text not in (".", ".."):
                raise Unreadable(token.position, "path" if token.kind == "sign" else "unfinished")
            if token.kind == "name" and self.takes("("):
                self.closes(")", token)
                token = token._replace(text=f"{token.text}()")
            found.append(Step(token.text, token.position, self.filters(), bare))
            first = False
        return found

    def slash(self) -> bool:
        return self.token.kind == "sign" and self.token.text in ("/", "//")

    def no_operator(self) -> Unreadable:
        token = self.token
        if token.kind == "name" and token.text.lower() in _WORDS:
            return Unreadable(token.position, "capitals", word=token.text)
        if token.kind == "end":
            return Unreadable(token.position, "unfinished")
        return Unreadable(token.position, "path" if token.text == "::" else "operator", found=token.text)
