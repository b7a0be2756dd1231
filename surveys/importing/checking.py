"""Looks at every condition, calculation and blank of a form: whether it can be read, and what it rests on."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from dialogue.phrases import Phrase, _, lines
from surveys.expressions import Expression, Unreadable, parse
from surveys.expressions.functions import FUNCTIONS
from surveys.expressions.functions.dialects import EMPTY_HERE, OTHERWISE
from surveys.importing import unsafe
from surveys.importing.drafts import EXPRESSIONS, Draft, is_asked
from surveys.importing.faults import worded
from surveys.importing.lines import Table
from surveys.importing.naming import nearest
from surveys.importing.problems import MISSING_FILE, UNSAFE, Problems

#: What other programs hold ready for their own forms.
OF_OTHER_APPS = ("contact-summary", "user-contact-summary", "casedb", "commcaresession")
_SAID = ("label", "hint", "constraint_message", "required_message", "bot::reminder")
_BLANK = re.compile(r"\$\{\s*([^{}]*?)\s*\}")
_LAST_SAVED = re.compile(r"\$\{\s*last-saved#[^{}]*\}")
#: Where a check or a convenience cannot be had, the question is asked without it.
_SPARED = ("constraint", "required", "default", "read_only")
_UNKNOWN_HERE = ("expression_function", "expression_unsupported", "expression_regex", "expression_arguments")
_WITHOUT_DOT = re.compile(r"(^|\(|\band\b|\bor\b)\s*(?=[<>=]|!=)")
_MOST_CAPITALS = 50  # words of one expression
_CALL = re.compile(r"(?<![\w.-])[a-z][\w:.-]*\s*\(")


class Checking:
    """Reads the expressions of one form; what each row rests on is in `rests_on`, by place and column."""

    def __init__(self, survey: Table, names: Collection[str], tables: Collection[str], problems: Problems) -> None:
        self._survey, self._names, self._tables, self._problems = survey, names, tables, problems
        self.rests_on: dict[int, dict[str, Expression]] = {}
        self.asked_tables: set[str] = set()

    def run(self, drafts: Sequence[Draft]) -> None:
        """Check every row. Blanks in words that mean no row are told, and left out of the words."""
        for place, draft in enumerate(drafts):
            if draft.type.role in ("field", "begin"):
                self.rests_on[place] = dict(self._expressions(draft))
                self._words(draft)

    def _expressions(self, draft: Draft) -> Iterator[tuple[str, Expression]]:
        for column in (*EXPRESSIONS, "default"):
            written = draft.plain.get(column, "")
            if not written or (column == "default" and not is_computed(written)):
                continue
            expression = self._read(draft, column, self._without_last_saved(draft, column, written))
            if expression is not None:
                self._check(draft, column, expression)
                yield column, expression
        if draft.options.startswith("${"):
            yield "type", parse(draft.options)

    def _without_last_saved(self, draft: Draft, column: str, written: str) -> str:
        if "last-saved#" not in written:
            return written
        phrase = _("Answers of an earlier form are taken over with “bot::prefill” here. This is left empty.")
        self._problems.warn(self._survey.name, draft.row, self._survey.header(column), "last_saved", phrase)
        draft.plain[column] = _LAST_SAVED.sub("''", written)
        return draft.plain[column]

    def _read(self, draft: Draft, column: str, written: str) -> Expression | None:
        pulled = unsafe.pulled(written)
        if pulled:
            self._tell(draft, column, UNSAFE, unsafe.WHY[pulled])
            return None
        for _again in range(_MOST_CAPITALS):
            try:
                return parse(written)
            except Unreadable as fault:
                if column == "constraint" and (whole := _of_the_answer(written)) != written:
                    draft.plain[column] = written = whole
                    continue
                word = _in_capitals(fault)
                if not word or not written.startswith(word, fault.position):
                    self._tell(draft, column, *_told(fault, written))
                    return None
                where = (self._survey.name, draft.row, self._survey.header(column))
                self._problems.warn(*where, "capitals", worded(Unreadable(0, "capitals", word=word), written))
                rest = written[fault.position + len(word) :]
                draft.plain[column] = written = f"{written[: fault.position]}{word.lower()}{rest}"
        return None

    def _tell(self, draft: Draft, column: str, code: str, phrase: Phrase) -> None:
        """A question that is shown is asked all the same where only its answer cannot be filled in beforehand."""
        where = (self._survey.name, draft.row, self._survey.header(column))
        may_be_asked = code != UNSAFE or phrase in unsafe.OF_THE_WAY
        if column in _SPARED and code in _UNKNOWN_HERE:
            del draft.plain[column]
            self._problems.warn(*where, code, lines(phrase, _("The question is asked without it.")))
        elif column == "calculation" and may_be_asked and is_asked(draft):
            del draft.plain[column]
            told = "asked_instead" if code == UNSAFE else code
            self._problems.warn(*where, told, lines(phrase, _("The person is asked instead.")))
        else:
            self._problems.fatal(*where, code, phrase)

    def _check(self, draft: Draft, column: str, expression: Expression) -> None:
        where = (self._survey.name, draft.row, self._survey.header(column))
        for name in sorted(expression.names.difference(self._names)):
            if column == "default":
                self._problems.warn(
                    *where, "unknown_name", lines(self._unknown(name), _("The question is asked without it."))
                )
                draft.plain.pop(column, None)
                continue
            self._problems.fatal(*where, "unknown_name", self._unknown(name))
        for table in sorted(expression.tables):
            self.asked_tables.add(table)
            if table in OF_OTHER_APPS:
                phrase = _("“{table}” is known to another app only. Here it is empty.", table=table)
                self._problems.warn(*where, "filled_elsewhere", phrase)
            elif table not in self._tables:
                file = f"{table}.csv"
                phrase = _("The file “{file}” did not come along. What is looked up in it is empty.", file=file)
                self._problems.warn(*where, MISSING_FILE, phrase)
        self._tell_of_functions(expression, where)
        if expression.columns and column not in ("choice_filter", "default"):
            word = sorted(expression.columns)[0]
            phrase = _(
                "“{word}” is no question here. A question is written “{example}”.", word=word, example=f"${{{word}}}"
            )
            self._problems.warn(*where, "bare_name", phrase)

    def _tell_of_functions(self, expression: Expression, where: tuple[str, int, str]) -> None:
        for name in sorted(expression.functions & EMPTY_HERE):
            phrase = _("“{table}” is known to another app only. Here it is empty.", table=name)
            self._problems.warn(*where, "filled_elsewhere", phrase)
        for name in sorted(expression.functions & OTHERWISE):
            phrase = _("“{function}” tells a date of another calendar. Here the date is told as it is.", function=name)
            self._problems.warn(*where, "other_calendar", phrase)
        for name in sorted(expression.overfull):
            phrase = _("“{function}” was given too many values. The last ones are left aside.", function=name)
            self._problems.warn(*where, "overfull", phrase)

    def _unknown(self, name: str) -> Phrase:
        near = nearest(name, self._names)
        if not near:
            return _("No question is called “{name}”.", name=name)
        return _("No question is called “{name}”. Did you mean “{near}”?", name=name, near=near)

    def _words(self, draft: Draft) -> None:
        for column in _SAID:
            said = draft.said(column)
            if any("${" in text for text in said.values()):
                draft.words[column] = {language: self._said(draft, column, text) for language, text in said.items()}

    def _said(self, draft: Draft, column: str, text: str) -> str:
        unknown = {name for name in _BLANK.findall(text) if name not in self._names}
        for name in sorted(unknown):
            where = (self._survey.name, draft.row, self._survey.header(column))
            self._problems.warn(*where, "unknown_blank", self._unknown(name))
        return _BLANK.sub(lambda blank: "…" if blank[1] in unknown else blank[0], text) if unknown else text


def _of_the_answer(written: str) -> str:
    """A check such as `>0 and <100` is of the answer, though its dot is left away."""
    return _WITHOUT_DOT.sub(r"\1 . ", written)


def _in_capitals(fault: Unreadable) -> str:
    """The operator or function that only its capital letters make unknown."""
    word = str(fault.blanks.get("word" if fault.code == "capitals" else "name", ""))
    known = fault.code == "capitals" or (fault.code == "function" and word.lower() in FUNCTIONS)
    return word if known and word != word.lower() else ""


def _told(fault: Unreadable, written: str) -> tuple[str, Phrase]:
    """The code and the sentence of what is wrong with an expression."""
    name = str(fault.blanks.get("name", ""))
    why = unsafe.FUNCTIONS.get(name) if fault.code == "function" else None
    if why:
        return UNSAFE, unsafe.WHY[why]
    return UNSAFE if fault.code == "unsafe" else f"expression_{fault.code}", worded(fault, written)


def is_computed(default: str) -> bool:
    """Whether a default is an expression and no text: it names a row or calls a function."""
    if "${" in default:
        return True
    if not _CALL.search(default):
        return False
    try:
        return bool(parse(default).functions)
    except Unreadable:
        return False


def known_names(drafts: Sequence[Draft]) -> Mapping[str, int]:
    """The place of every row that a condition may name."""
    return {draft.name: place for place, draft in enumerate(drafts) if draft.type.role != "end"}
