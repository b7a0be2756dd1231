"""An audience as a sentence that staff check before anything is sent; “not” is said of each condition on its own."""

from sqlalchemy import Connection

from dialogue.phrases import Phrase, _
from models.audience.expressions import EVERYBODY, NOBODY, AllOf, AnyOf, Everybody, Expression, Not
from models.audience.names import resolve
from models.audience.saying import both, either, said


def sentence(db: Connection, expression: Expression) -> Phrase:
    """The audience in words, every name as it is on record. Raises `Unclear`."""
    known = resolve(db, expression)
    if known == EVERYBODY:
        return _("Everybody.")
    if known == NOBODY:
        return _("Nobody.")
    return _("All people {conditions}.", conditions=_in_words(known, truth=True))


def _in_words(expression: Expression, *, truth: bool) -> Phrase | str:
    if isinstance(expression, Not):
        return _in_words(expression.of, truth=not truth)
    if isinstance(expression, AllOf | AnyOf):
        parts = [_within(part, truth=truth) for part in expression.parts]
        return both(parts) if isinstance(expression, AllOf) == truth else either(parts)
    return "" if isinstance(expression, Everybody) else said(expression, truth=truth)


def _within(part: Expression, *, truth: bool) -> Phrase | str:
    """In parentheses where it has parts itself."""
    words = _in_words(part, truth=truth)
    inner = part.of if isinstance(part, Not) else part
    return _("({conditions})", conditions=words) if isinstance(inner, AllOf | AnyOf) else words
