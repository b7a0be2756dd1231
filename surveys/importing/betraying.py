"""Finds rows that would tell what somebody answered anonymously: those whose condition rests on such an answer."""

from collections.abc import Iterator, Mapping, Sequence

from surveys.expressions import Expression
from surveys.form import COMPUTED
from surveys.importing.drafts import Draft, is_yes


def betrayals(drafts: Sequence[Draft], rests_on: Mapping[int, Mapping[str, Expression]]) -> Iterator[tuple[Draft, str]]:
    """Each such row, and the column; what is only computed is kept nowhere and tells nothing by itself."""
    rows = [(draft, rests_on.get(place, {})) for place, draft in enumerate(drafts)]
    known = {draft.name for draft in drafts if is_yes(draft.plain.get("bot::anonymous", ""))}
    while found := {draft.name for draft, written in rows if _computed(draft) and _rests(written, known)} - known:
        known |= found
    for draft, written in rows:
        column = next((column for column, each in written.items() if not known.isdisjoint(each.names)), None)
        if column is not None and draft.name not in known:
            yield draft, column


def _computed(draft: Draft) -> bool:
    return draft.type.role == "field" and draft.type.kind in COMPUTED


def _rests(written: Mapping[str, Expression], known: set[str]) -> bool:
    return any(not known.isdisjoint(each.names) for each in written.values())
