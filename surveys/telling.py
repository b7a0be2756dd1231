"""Which rows of a form would tell who has answered, or what somebody answered anonymously.

The former are what the programme knew of the person, and all that rests on it: not in a pseudonymous export, also where
a calculation only puts them into other words. The latter are what is computed of an anonymous answer: kept nowhere.
"""

from collections.abc import Collection, Iterable

from surveys.expressions import Unreadable, parse
from surveys.form import COMPUTED, Field, Form

#: What may be known beforehand and tells of nobody.
HARMLESS = ("plan.percent", "plan.status", "previous.date")
_PREVIOUS = ("previous.label.", "previous.")


def telling(forms: Collection[Form]) -> frozenset[str]:
    """The names of the rows that tell, in any of these forms; each may have taken them over from another one."""
    known: frozenset[str] = frozenset()
    while (found := known | {name for form in forms for name in _telling(form, known)}) != known:
        known = found
    return known


def betraying(form: Form) -> frozenset[str]:
    """The names of the anonymous rows, and of the computed ones that rest on them."""
    fields = list(form.fields())
    known = frozenset(field.name for field in fields if field.anonymous)
    while known and (found := known | {each.name for each in fields if _betrays(each, known)}) != known:
        known = found
    return known


def _betrays(field: Field, known: frozenset[str]) -> bool:
    written = (field.calculation, field.relevant, field.default if field.computed_default else "")
    return field.kind in COMPUTED and any(not known.isdisjoint(names_in(text)) for text in written if text)


def _telling(form: Form, known: frozenset[str]) -> Iterable[str]:
    return (field.name for field in form.fields() if _tells(field, known))


def _tells(field: Field, known: frozenset[str]) -> bool:
    if field.prefill and _is_told_beforehand(field.prefill, known):
        return True
    written = (field.calculation, field.default if field.computed_default else "")
    return any(not known.isdisjoint(names_in(text)) for text in written if text) or any(
        not _readable(text) for text in written if text
    )


def _is_told_beforehand(prefill: str, known: frozenset[str]) -> bool:
    if prefill in HARMLESS:
        return False
    row = next((prefill.removeprefix(start) for start in _PREVIOUS if prefill.startswith(start)), None)
    return row is None or row in known


def names_in(text: str) -> frozenset[str]:
    """The rows that an expression rests on; none where it cannot be read."""
    return parse(text).names if _readable(text) else frozenset()


def _readable(text: str) -> bool:
    try:
        parse(text)
    except Unreadable:
        return False
    return True
