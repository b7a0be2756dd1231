"""An audience from its text: within a budget, and with every fault told in words."""

from collections.abc import Sequence
from typing import Any

from lark import Token, UnexpectedCharacters, UnexpectedToken

from dialogue.phrases import _
from models.audience.building import Build, no_time
from models.audience.expressions import Among, Answered, Expression, terms
from models.audience.faults import Unclear, example, head, tail, unknown
from models.audience.grammar import parser, tidy
from models.audience.words import FIELDS, OTHERS
from models.audience.writing import write

MOST_LETTERS, MOST_DEPTH, MOST_VALUES = 2000, 20, 200
_COMPARE = ("EQ", "NE", "IN", "NOT")
_BEGINNINGS = ("FIELD", "ALL", "JOINED", "ACTIVE", "SILENT", "ANSWERED", "RECEIVED", "NOT", "_LPAR")


def prepare() -> None:
    """Make the parser, which takes a tenth of a second: before anybody waits for it."""
    parser(Build)


def parse(text: str) -> Expression:
    """The audience that `text` describes; an empty one is everybody. Raises `Unclear`."""
    _check_length(text)
    text = tidy(text)
    _check_letters(text)
    expression = _read(text)
    _check_budget(expression)
    return expression


def _read(text: str) -> Expression:
    reader, read = parser(Build), list[Token]()
    try:
        read += reader.lex(text)
        _check_depth(read)
        expression: Expression = reader.parse(text)  # type: ignore[assignment]
    except UnexpectedCharacters as problem:
        raise _strange(text, problem) from None
    except UnexpectedToken as problem:
        raise _misplaced(text, problem, read) from None
    return expression


def _check_budget(expression: Expression) -> None:
    """It stays within the limits also as it is written in the one form."""
    if _values(expression) > MOST_VALUES:
        raise Unclear(_("That is too much: at most {most} values are possible.", most=MOST_VALUES))
    text = write(expression)
    _check_length(text)
    _check_depth(list(parser(Build).lex(text)))


def _check_length(text: str) -> None:
    if len(text) > MOST_LETTERS:
        raise Unclear(_("That is too long: {length} characters, at most {most}.", length=len(text), most=MOST_LETTERS))


def _check_depth(read: Sequence[Token]) -> None:
    depth = nots = 0
    for token in read:
        depth += {"_LPAR": 1, "_RPAR": -1}.get(token.type, 0)
        nots = nots + 1 if token.type == "NOT" else 0
        if depth < 0:
            raise Unclear(_("There is a closing parenthesis too many."))
        if depth + nots > MOST_DEPTH:
            raise Unclear(_("That is nested too deeply: at most {most} levels are possible.", most=MOST_DEPTH))
    if depth:
        raise Unclear(_("A parenthesis is not closed."))


def _values(expression: Expression) -> int:
    return sum(
        len(term.values) if isinstance(term, Among) else len(term.answers) if isinstance(term, Answered) else 0
        for term in terms(expression)
    )


def _check_letters(text: str) -> None:
    """Every letter can be read by people, and stored by any database."""
    for place, letter in enumerate(text):
        if not letter.isprintable() and not letter.isspace():
            raise Unclear(_("After “{before}” stands something that cannot be read.", before=tail(text[:place])))


def _strange(text: str, problem: UnexpectedCharacters) -> Unclear:
    """A letter that begins nothing; mostly a quotation mark without its other half."""
    place: Any = problem.pos_in_stream
    if text[place] in "\"'“”‘’„«»":
        return Unclear(_("A quotation mark has no other half: {text}", text=head(text[place:])))
    return Unclear(_("“{word}” is not understood here. For example: {example}.", word=text[place], example=example()))


def _misplaced(text: str, problem: UnexpectedToken, read: Sequence[Token]) -> Unclear:
    """A word that does not fit where it stands, or nothing where something has to stand."""
    token, wanted = problem.token, problem.accepts or problem.expected
    place = next((place for place, each in enumerate(read) if each.start_pos == token.start_pos), len(read))
    at_end = token.type == "$END"
    before = tail(text if at_end else text[: token.start_pos])
    if "FIELD" in wanted and "WORD" not in wanted and not at_end:
        return _no_condition(token, read, place, before)
    in_time = bool(wanted & {"UNIT", "SINCE"}) and "WORD" not in wanted
    if "_AND" in wanted and (token.type in _BEGINNINGS or not in_time):
        ended = read[place - 1].start_pos if token.type in _COMPARE else token.start_pos
        return Unclear(_("After “{before}” write “and” or “or” before what follows.", before=tail(text[:ended])))
    return no_time() if in_time else _missing(wanted, before)


def _missing(wanted: set[str], before: str) -> Unclear:
    if "NUMBER" in wanted and "WORD" not in wanted:
        return Unclear(_("Which announcement? Write its number, for example: answered 12 with yes."))
    if "EQ" in wanted:
        return Unclear(
            _("After “{before}” comes “=”, “in” or “not in”. For example: {example}.", before=before, example=example())
        )
    return Unclear(
        _("After “{before}” something is missing. For example: {example}.", before=before, example=example())
    )


def _no_condition(token: Token, read: Sequence[Token], place: int, before: str) -> Unclear:
    """Here a condition has to begin. Perhaps a value goes on behind an “and” that was taken for ours."""
    if token.type.startswith("_") or token.type in _COMPARE:
        return Unclear(
            _("Before “{word}” a condition is missing. For example: {example}.", word=str(token), example=example())
        )
    compared = place + 1 < len(read) and read[place + 1].type in _COMPARE
    if place and read[place - 1].type in ("_AND", "_OR") and not compared:
        return Unclear(
            _(
                "After “{before}” a condition is missing. Several values are written in parentheses: {example}. "
                "A name with “and” or “or” in it needs quotation marks.",
                before=before,
                example=example(),
            )
        )
    return unknown(str(token), [*FIELDS, *OTHERS])
