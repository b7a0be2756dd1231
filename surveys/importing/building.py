"""Makes the form out of its drafts."""

import re
from collections.abc import Collection, Sequence

from surveys.form import Field, Group, Item, Repeat
from surveys.importing.checking import is_computed
from surveys.importing.drafts import Draft, is_no, is_yes
from surveys.importing.parameters import parameters

_NAMED = re.compile(r"\$\{\s*([^{}]*?)\s*\}")


def items(drafts: Sequence[Draft], kept_empty: Collection[int]) -> tuple[Item, ...]:
    """What is asked and computed, in its order. Rows left out on which others rest stay as hidden ones."""
    inside: dict[int, list[Item]] = {}
    for place in reversed(range(len(drafts))):
        draft = drafts[place]
        item = _item(draft, inside.pop(place, []), place in kept_empty)
        if item is not None:
            inside.setdefault(_kept_parent(drafts, draft), []).append(item)
    return tuple(reversed(inside.get(-1, [])))


def _kept_parent(drafts: Sequence[Draft], draft: Draft) -> int:
    parent = draft.parent
    while parent >= 0 and drafts[parent].left_out:
        parent = drafts[parent].parent
    return parent


def _item(draft: Draft, inside: Sequence[Item], kept_empty: bool) -> Item | None:
    if draft.left_out:
        return _emptied(draft) if kept_empty else None
    if draft.type.role == "field":
        return field(draft)
    if not draft.is_begin:
        return None
    items, label, relevant = tuple(reversed(inside)), draft.said("label"), draft.plain.get("relevant", "")
    if draft.is_repeat:
        count = draft.plain.get("repeat_count", "")
        return Repeat(name=draft.name, row=draft.row, items=items, label=label, relevant=relevant, count=count)
    return Group(name=draft.name, row=draft.row, items=items, label=label, relevant=relevant)


def _emptied(draft: Draft) -> Item:
    if draft.is_repeat:
        return Repeat(name=draft.name, row=draft.row, items=(), count="0")
    return Field(name=draft.name, row=draft.row, kind="hidden")


def field(draft: Draft) -> Field:
    """The field that a draft becomes."""
    plain = draft.plain
    default = plain.get("default", "")
    return Field(
        name=draft.name,
        kind=draft.type.kind,
        row=draft.row,
        label=draft.said("label"),
        hint=draft.said("hint") or draft.said("guidance_hint"),
        required=plain.get("required", ""),
        required_message=draft.said("required_message"),
        constraint=plain.get("constraint", ""),
        constraint_message=draft.said("constraint_message"),
        relevant=plain.get("relevant", ""),
        calculation=plain.get("calculation", ""),
        default=default,
        computed_default=bool(default) and is_computed(default),
        trigger=trigger(plain.get("trigger", "")),
        options=draft.options,
        other=draft.type.other,
        choice_filter=plain.get("choice_filter", ""),
        randomize=is_yes(parameters(plain.get("parameters", "")).get("randomize", "")),
        range=draft.range,
        appearance=plain.get("appearance", ""),
        read_only=plain.get("read_only", "") == "true()",
        skip=not is_no(plain.get("bot::skip", "yes")),
        reminder=draft.said("bot::reminder"),
        anonymous=is_yes(plain.get("bot::anonymous", "")),
        locked=is_yes(plain.get("bot::locked", "")),
        prefill=plain.get("bot::prefill", ""),
        leads=plain.get("bot::leads", ""),
    )


def trigger(written: str) -> str:
    """The name in a trigger, of several the first."""
    found = _NAMED.search(written)
    return found[1] if found else written.strip()
