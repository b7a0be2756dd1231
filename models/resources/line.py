"""One row of a table while it is read: its cells by column, and what is wrong with them."""

from collections.abc import Mapping

from dialogue.phrases import Phrase, _
from surveys.importing.problems import Problem


class Line:
    """The cells of one row. Reading a cell notes what is wrong with it, so that all of it is told at once."""

    def __init__(self, sheet: str, row: int, cells: Mapping[str, str]) -> None:
        self.sheet, self.row, self._cells = sheet, row, cells
        self.problems: list[Problem] = []

    def cell(self, column: str, most: int = 0) -> str:
        """What stands under `column`, with single spaces; longer than `most` letters is refused."""
        text = " ".join(self._cells.get(column, "").split())
        if most and len(text) > most:
            self.refuse(column, "too_long", _("That is too long: at most {most} letters.", most=most))
        return text

    def needed(self, column: str, most: int = 0) -> str:
        """As `cell`, and an empty one is refused."""
        text = self.cell(column, most)
        if not text:
            self.refuse(column, "missing", _("This has to be filled in."))
        return text

    def refuse(self, column: str, code: str, phrase: Phrase) -> None:
        """Something keeps the row out."""
        self.problems.append(Problem(self.sheet, self.row, column, code, phrase, True))

    def warn(self, column: str, code: str, phrase: Phrase) -> None:
        """Something is worth a look, and keeps nothing out."""
        self.problems.append(Problem(self.sheet, self.row, column, code, phrase, False))
