"""Gives every row a name of its own: one is made where there is none, cannot be one, or is another's already."""

import re
import unicodedata
from collections.abc import Collection, Sequence

from rapidfuzz import fuzz, process

from dialogue.phrases import _
from surveys.importing.drafts import Draft, ancestors
from surveys.importing.problems import Problems

_NAME = re.compile(r"[^\W\d][\w.-]*")
_NOT_IN_NAMES = re.compile(r"[^\w.-]+")
_LONGEST_MADE = 40
_NEAR = 75  # of 100: one wrong letter in a name of four


def name_all(drafts: Sequence[Draft], sheet: str, column: str, problems: Problems) -> None:
    """Name whatever is asked, computed or begun. What a row was called before is among its `aliases`."""
    taken: set[str] = {draft.name for draft in drafts if draft.name and draft.type.role != "end"}
    seen: set[str] = set()
    for draft in drafts:
        if draft.type.role == "end":
            continue
        if not draft.name:
            _name(draft, taken, sheet, column, problems)
        elif not _NAME.fullmatch(draft.name):
            _clean(draft, taken, sheet, column, problems)
        elif draft.name in seen:
            _rename(drafts, draft, taken, sheet, column, problems)
        seen.add(draft.name)


def _name(draft: Draft, taken: set[str], sheet: str, column: str, problems: Problems) -> None:
    words = next(iter(draft.said("label").values()), "")
    draft.name = _free(cleaned(words[:_LONGEST_MADE]) or f"row_{draft.row}", taken)
    if draft.type.role == "field" and draft.type.kind != "note":
        phrase = _("The row has no name. It is called “{name}”.", name=draft.name)
        problems.warn(sheet, draft.row, column, "no_name", phrase)


def _clean(draft: Draft, taken: set[str], sheet: str, column: str, problems: Problems) -> None:
    before, draft.name = draft.name, _free(cleaned(draft.name) or f"row_{draft.row}", taken)
    draft.aliases.add(before)
    phrase = _("“{before}” cannot be a name. The row is called “{name}”.", before=before, name=draft.name)
    problems.warn(sheet, draft.row, column, "bad_name", phrase)


def _rename(
    drafts: Sequence[Draft], draft: Draft, taken: set[str], sheet: str, column: str, problems: Problems
) -> None:
    around = next((each.name for each in ancestors(drafts, draft)), "")
    before, draft.name = draft.name, _free(f"{around}_{draft.name}" if around else draft.name, taken)
    draft.aliases.add(before)
    phrase = _("Another row is called “{before}” too. This one is called “{name}”.", before=before, name=draft.name)
    problems.warn(sheet, draft.row, column, "duplicate_name", phrase)


def cleaned(text: str) -> str:
    """A name as close to the text as a name can be; empty where nothing of it is left."""
    made = _NOT_IN_NAMES.sub("_", unicodedata.normalize("NFC", text)).strip("_.-")
    return f"_{made}" if made[:1].isdigit() else made


def nearest(name: str, names: Collection[str]) -> str:
    """The name that was probably meant; empty if none is near."""
    found = process.extractOne(name, list(names), scorer=fuzz.ratio, processor=str.lower, score_cutoff=_NEAR)
    return str(found[0]) if found else ""


def _free(name: str, taken: set[str]) -> str:
    """The name, with a number behind it if it is taken; it is taken from now on."""
    free, number = name, 2
    while free in taken:
        free, number = f"{name}_{number}", number + 1
    taken.add(free)
    return free
