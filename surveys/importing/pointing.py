"""Lets conditions, calculations and words point to the row they mean, whatever it is called by now.

`${name}` and paths such as `../name` are written anew where the row has another name than the one written there.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from dialogue.phrases import _
from surveys.importing.drafts import EXPRESSIONS, Draft, ancestors
from surveys.importing.problems import Problems

_POINTER = re.compile(
    r"""(?P<text>'[^']*'|"[^"]*")|\$\{\s*(?P<name>[^{}]*?)\s*\}"""
    r"|(?P<path>(?<![\w.\])/*])(?:current\(\)/)?(?:(?:\.\./)+|/)(?:[^\W\d][\w.-]*/)*[^\W\d][\w.-]*)(?![\w(/])"
)
_IN_WORDS = re.compile(r"(?P<text>(?!))|\$\{\s*(?P<name>[^{}]*?)\s*\}|(?P<path>(?!))")
_OF_EVERY_FORM = {"instanceID": "uuid()", "instanceName": "''"}  # ODK adds these rows by itself
_WEIGHED = 50  # rows of one name; among more the nearest one before is taken
_SAID = ("label", "hint", "constraint_message", "required_message", "bot::reminder")


class Pointers:
    """Who is called what among the drafts of a form."""

    def __init__(self, drafts: Sequence[Draft], sheet: str, problems: Problems) -> None:
        self._drafts, self._sheet, self._problems = drafts, sheet, problems
        self._places: dict[str, list[int]] = {}
        self._children: dict[tuple[int, str], int] = {}
        for place, draft in enumerate(drafts):
            if draft.type.role == "end":
                continue
            for name in (draft.name, *draft.aliases):
                self._places.setdefault(name, []).append(place)
                self._children.setdefault((draft.parent, name), place)
        self._changed = {name for name, places in self._places.items() if len(places) > 1 or self._differs(name)}

    def straighten(self) -> None:
        """Write every pointer anew that would mean another row, or none."""
        for place, draft in enumerate(self._drafts):
            for column in (*EXPRESSIONS, "default", "trigger", "parameters", "options"):
                if column in draft.plain:
                    draft.plain[column] = self._written(place, column, draft.plain[column], _POINTER)
            for column in _SAID:
                said = draft.said(column)
                if any("${" in text for text in said.values()):
                    draft.words[column] = self._all_written(place, column, said)

    def _all_written(self, place: int, column: str, said: Mapping[str, str]) -> dict[str, str]:
        return {language: self._written(place, column, text, _IN_WORDS) for language, text in said.items()}

    def _differs(self, name: str) -> bool:
        return any(self._drafts[place].name != name for place in self._places[name])

    def _written(self, place: int, column: str, text: str, pattern: re.Pattern[str]) -> str:
        if "${" not in text and "/" not in text:
            return text

        def pointed(found: re.Match[str]) -> str:
            if found["text"] is not None:
                return found[0] if "${" not in found[0] else _IN_WORDS.sub(pointed, found[0])
            if found["path"] is not None:
                return self._by_path(place, column, found["path"])
            return self._by_name(place, column, found["name"], found[0])

        return pattern.sub(pointed, text)

    def _by_name(self, place: int, column: str, name: str, written: str) -> str:
        if name not in self._changed:
            return _OF_EVERY_FORM.get(name, written) if name not in self._places else written
        places = self._places[name]
        chosen = self._drafts[self._nearest(place, places)]
        if len(places) > 1:
            phrase = _("Several rows are called “{name}”. Row {row} is meant, the nearest.", name=name, row=chosen.row)
            self._problems.warn(self._sheet, self._drafts[place].row, column, "ambiguous_name", phrase)
        return f"${{{chosen.name}}}"

    def _by_path(self, place: int, column: str, path: str) -> str:
        steps = path.removeprefix("current()/").strip("/").split("/")
        if steps[-1] not in self._places:
            return self._to_nothing(place, column, steps[-1])
        own = place in self._places[steps[-1]][:_WEIGHED]
        if steps[-1] not in self._changed and not own:
            return path
        found = self._walk(place, steps) if path[0] != "/" else self._walk_down(-1, steps[1:])
        if own and found is None:
            return self._to_nothing(place, column, steps[-1])
        return path if found is None else f"${{{self._drafts[found].name}}}"

    def _to_nothing(self, place: int, column: str, name: str) -> str:
        phrase = _("No question is called “{name}”. It counts as empty.", name=name)
        self._problems.warn(self._sheet, self._drafts[place].row, column, "unknown_path", phrase)
        return "''"

    def _walk(self, place: int, steps: Sequence[str]) -> int | None:
        at = place
        while steps and steps[0] == "..":
            at = self._drafts[at].parent if at >= 0 else -1
            steps = steps[1:]
        return self._walk_down(at, steps)

    def _walk_down(self, at: int, steps: Sequence[str]) -> int | None:
        for step in steps:
            found = self._children.get((at, step))
            if found is None:
                return None
            at = found
        return at if at >= 0 else None

    def _nearest(self, place: int, places: Sequence[int]) -> int:
        """The one that shares the most groups with the row, then the last before it."""
        if len(places) == 1:
            return places[0]
        before = bisect_left(places, place)
        if len(places) > _WEIGHED:
            return places[max(before - 1, 0)]
        around = {id(each) for each in ancestors(self._drafts, self._drafts[place])}
        ranked = [(self._shared(each, around), each < place, each) for each in places if each != place]
        return max(ranked)[2]

    def _shared(self, place: int, around: set[int]) -> int:
        return sum(id(each) in around for each in ancestors(self._drafts, self._drafts[place]))
