"""Which rows belong to which group, and which groups are left open or closed wrongly."""

from collections.abc import Sequence

from dialogue.phrases import Phrase, _
from surveys.importing.drafts import Draft
from surveys.importing.problems import Problems

DEEPEST = 30


class Nesting:
    """Walks down the rows with the groups that are open. `sheet` and `column` are where what is wrong is told."""

    def __init__(self, drafts: Sequence[Draft], sheet: str, column: str, problems: Problems) -> None:
        self._drafts, self._sheet, self._column, self._problems = drafts, sheet, column, problems
        self._open: list[int] = []

    def run(self) -> None:
        """Give each draft its parent. What cannot be matched is told, and closed where it most likely ends."""
        for place, draft in enumerate(self._drafts):
            if draft.type.role == "end":
                self._close(place, draft)
            draft.parent = self._open[-1] if self._open else -1
            if draft.is_begin:
                self._begin(place, draft)
        for place in self._open:
            phrase = _("“{name}” is never closed.", name=self._drafts[place].name)
            self._tell(self._drafts[place], "never_closed", phrase)

    def _begin(self, place: int, draft: Draft) -> None:
        if len(self._open) >= DEEPEST:
            phrase = _("Groups lie more than {most} deep in each other.", most=DEEPEST)
            self._tell(draft, "too_deep", phrase)
            return
        self._open.append(place)

    def _close(self, place: int, draft: Draft) -> None:
        at = self._match(draft)
        if at is None:
            phrase = _("This closes a group or repeat that was never opened.")
            tell = self._problems.fatal if self._open else self._problems.warn  # where none is open it does no harm
            tell(self._sheet, draft.row, self._column, "never_opened", phrase)
            return
        for left_open in self._open[at + 1 :]:
            phrase = _("“{name}” is not closed before what is around it.", name=self._drafts[left_open].name)
            self._tell(self._drafts[left_open], "closed_wrongly", phrase)
            self._drafts[left_open].closed_by = place
        self._drafts[self._open[at]].closed_by = place
        del self._open[at:]

    def _match(self, draft: Draft) -> int | None:
        """The innermost open group that this row can close: of its kind."""
        for at in reversed(range(len(self._open))):
            if self._drafts[self._open[at]].type.detail == draft.type.detail:
                return at
        return None

    def _tell(self, draft: Draft, code: str, phrase: Phrase) -> None:
        self._problems.fatal(self._sheet, draft.row, self._column, code, phrase)
