"""Settles what the columns of single rows say: numbers of a range, triggers, prefills, legacy and Kobo's own blocks."""

import re
from collections.abc import Collection, Sequence

from dialogue.phrases import Phrase, _
from surveys.form import CHOSEN, COMPUTED, LEADS
from surveys.importing import external
from surveys.importing.building import trigger
from surveys.importing.drafts import Draft
from surveys.importing.lines import Table
from surveys.importing.parameters import parameters, range_of
from surveys.importing.problems import MISSING_FILE, Problems
from surveys.importing.types import Type

PREFILLS = (
    "person.given_name",
    "person.state",
    "cohort.name",
    "programme.name",
    "activity.ended",
    "plan.title",
    "plan.percent",
    "plan.status",
    "plan.milestones",
    "plan.milestones_done",
    "previous.date",
)
_PREVIOUS = re.compile(r"previous\.(label\.)?[^\W\d][\w.-]*")
_NAMED_ALONE = re.compile(r"\s*(?:\$\{[^{}]+\}|(?:\.{0,2}/)+(?:[^\W\d][\w.-]*/)*[^\W\d][\w.-]*)\s*")
_INNER = {"score row": "kobo--score-choices", "rank level": "kobo--rank-items"}


class Settling:
    """Goes over the rows of one form; what is wrong is told in its own column."""

    def __init__(self, survey: Table, tables: Collection[str], problems: Problems) -> None:
        self._survey, self._tables, self._problems = survey, tables, problems

    def run(self, drafts: Sequence[Draft]) -> None:
        """Settle every row."""
        named = {draft.name for draft in drafts if draft.type.role != "end"}
        for draft in drafts:
            if draft.type.role == "begin":
                self._block(draft)
            elif draft.type.role == "aside":
                self._aside(draft)
            elif draft.type.role == "field":
                self._field(draft, named)

    def _field(self, draft: Draft, named: Collection[str]) -> None:
        if draft.type.kind == "range":
            self._range(draft)
        if draft.type.kind in CHOSEN and draft.type.list.startswith("${"):
            self._answers(draft, named)
        if draft.plain.get("trigger"):
            self._trigger(draft, named)
        if draft.plain.get("bot::prefill"):
            self._prefill(draft)
        if draft.plain.get("bot::leads"):
            self._leads(draft)
        if (
            _NAMED_ALONE.fullmatch(draft.plain.get("calculation", ""))
            and _named(draft.plain["calculation"]) == draft.name
        ):
            del draft.plain["calculation"]  # it keeps what it has
        silent = draft.type.kind == "calculate" and not draft.plain.get("calculation")
        if silent and not (draft.plain.get("default") or draft.plain.get("bot::prefill")):
            self._warn(draft, "calculation", "no_calculation", _("Nothing is calculated here. It stays empty."))

    def _block(self, draft: Draft) -> None:
        if draft.type.detail in ("loop", "matrix"):
            phrase = _("A “{type}” cannot be asked in a chat. Write its questions one by one.", type=draft.written)
            self._fatal(draft, "type", "loop", phrase)

    def _aside(self, draft: Draft) -> None:
        if not draft.type.detail.endswith("external"):
            self._warn(draft, "type", "setting", _("This belongs in the sheet “settings”, and is read there only."))
        elif external.stem(draft.name) not in self._tables:
            ending = draft.type.detail.partition(" ")[0]
            file = f"{draft.name}.{ending}"
            phrase = _("The file “{file}” did not come along. What is looked up in it is empty.", file=file)
            self._warn(draft, "name", MISSING_FILE, phrase)

    def _range(self, draft: Draft) -> None:
        draft.range = range_of(parameters(draft.plain.get("parameters", "")))
        if draft.range is None:
            self._fatal(draft, "parameters", "bad_range", _("These numbers make no range."))

    def _answers(self, draft: Draft, named: Collection[str]) -> None:
        """A list made of the answers to another question, as `select_one ${name}`."""
        name = trigger(draft.plain["options"])
        if name not in named or name == draft.name:
            self._fatal(draft, "type", "unknown_name", _("No question is called “{name}”.", name=name))
        draft.options = f"${{{name}}}"

    def _trigger(self, draft: Draft, named: Collection[str]) -> None:
        name = trigger(draft.plain["trigger"])
        if draft.plain["trigger"].count("${") > 1:
            phrase = _("Only “{name}” triggers the calculation here.", name=name)
            self._warn(draft, "trigger", "several_triggers", phrase)
        if name not in named:
            self._warn(draft, "trigger", "unknown_trigger", _("No question is called “{name}”.", name=name))
            del draft.plain["trigger"]

    def _prefill(self, draft: Draft) -> None:
        written = draft.plain["bot::prefill"]
        if draft.type.kind not in COMPUTED:
            self._fatal(draft, "bot::prefill", "prefill_shown", _("Only a hidden row can be filled in beforehand."))
        elif written not in PREFILLS and not _PREVIOUS.fullmatch(written):
            phrase = _("Nothing is known under “{name}”.", name=written)
            self._fatal(draft, "bot::prefill", "unknown_prefill", phrase)

    def _leads(self, draft: Draft) -> None:
        written = draft.plain["bot::leads"] = draft.plain["bot::leads"].strip().lower()
        if written not in LEADS:
            phrase = _("“{name}” leads nowhere. It can lead to: {known}.", name=written, known=", ".join(LEADS))
            self._fatal(draft, "bot::leads", "unknown_lead", phrase)
        elif draft.type.kind != "select_one":
            self._fatal(draft, "bot::leads", "lead_unchosen", _("Only a row of type select_one can lead somewhere."))

    def _fatal(self, draft: Draft, column: str, code: str, phrase: Phrase) -> None:
        self._problems.fatal(self._survey.name, draft.row, self._survey.header(column), code, phrase)

    def _warn(self, draft: Draft, column: str, code: str, phrase: Phrase) -> None:
        self._problems.warn(self._survey.name, draft.row, self._survey.header(column), code, phrase)


def _named(written: str) -> str:
    """The name in `${name}`, or that in which a path ends."""
    return written.strip(" ${}").rpartition("/")[2]


def name_inner_lists(drafts: Sequence[Draft]) -> None:
    """Give the rows of Kobo's rating and ranking blocks the list that the block names."""
    block: Draft | None = None
    for draft in drafts:
        if draft.is_begin and draft.type.detail in ("score", "rank"):
            block = draft
        column = _INNER.get(draft.type.detail)
        if column and block is not None:
            draft.type = Type("field", "select_one", block.plain.get(column, ""))
