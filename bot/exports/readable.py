"""What a workbook calls its sheets, its columns and the values that are ours, in the language of whoever reads it.

Programs read CSV and SPSS, which keep the names and values as they are. Columns that a questionnaire has, and those
that begin with `_`, are called as KoboToolbox would call them in every language; our names are English already.
"""

from collections.abc import Mapping

from bot.exports.books import ABOUT, ANONYMOUS, CODEBOOK, DATA
from dialogue.catalogues import SOURCE
from dialogue.phrases import Phrase, _, said
from handlers.profile_questions import LEVELS
from handlers.progress import HURDLES, STATUSES
from models import plan_changes
from models.states import STATES
from models.surveys import indicators, tables
from surveys.cells import Cell
from surveys.columns import Column

_SHEETS: Mapping[str, Phrase] = {
    DATA: _("data"),
    CODEBOOK: _("codebook"),
    ABOUT: _("about"),
    ANONYMOUS: _("anonymous"),
    "reports": _("reports"),
    "dispositions": _("invitations"),
    "rates": _("rates"),
}
_HEADINGS: Mapping[str, Phrase] = {
    **{name: _SHEETS[name] for name in ("reports",)},
    "sheet": _("sheet"),
    "column": _("column"),
    "type": _("type"),
    "label_es": _("meaning (Spanish)"),
    "label_en": _("meaning (English)"),
    "options_es": _("options (Spanish)"),
    "options_en": _("options (English)"),
    "relevant": _("asked if"),
    "n": _("answers"),
    "declined": _("declined"),
    "es": _("Spanish"),
    "en": _("English"),
    "question": _("question"),
    "answer": _("answer"),
    "wave": _("wave"),
    "month": _("month"),
    "title": _("plan"),
    "goal": _("goal"),
    "status": _("status"),
    "percent": _("per cent"),
    "due_on": _("due on"),
    "created_on": _("written down on"),
    "reported_on": _("last report on"),
    "milestones": _("milestones"),
    "milestones_done": _("milestones done"),
    "hurdle": _("hurdle"),
    "people_trained": _("people trained"),
    "event": _("what else"),
    "note": _("note"),
    "on": _("day"),
    "key": _("key"),
    "name_es": _("name (Spanish)"),
    "name_en": _("name (English)"),
    "kind": _("kind"),
    "sample": _("whose answers"),
    "form": _("survey"),
    "by": _("grouped by"),
    "group": _("group"),
    "withheld": _("withheld"),
    "value": _("value"),
    "before": _("before"),
    "after": _("after"),
    "target": _("target"),
    "met": _("target met"),
    "definition_es": _("definition (Spanish)"),
    "definition_en": _("definition (English)"),
    "asked": _("asked"),
    "answered": _("how many answered"),
    "of_reached": _("complete, of those reached"),
    "rr1": _("RR1 (complete)"),
    "rr2": _("RR2 (with partial ones)"),
}
_ENDS: Mapping[str, Phrase] = {
    tables.COMPLETE: _("complete"),
    tables.PARTIAL: _("partial"),
    tables.BROKEN_OFF: _("broken off"),
    tables.REFUSED: _("refused"),
    tables.EXPIRED: _("expired"),
    tables.NOT_REACHED: _("not reached"),
    tables.BEGUN: _("begun"),
    tables.INVITED: _("invited"),
    tables.PLANNED: _("planned for later"),
    tables.HELD: _("held"),
    tables.MERGED: _("merged into another"),
}
_GROUPS: Mapping[str, Phrase] = {
    "cohort": _("cohort"),
    "state": _("state"),
    "rank_band": _("level"),
    "channel": _("channel"),
}
_CHANNELS: Mapping[str, Phrase | str] = {"telegram": "Telegram", "whatsapp": "WhatsApp"}
_YES_NO: Mapping[str, Phrase] = {"yes": _("yes"), "no": _("no")}
_TYPES: Mapping[str, Phrase] = {
    "text": _("text"),
    "number": _("number"),
    "integer": _("whole number"),
    "decimal": _("number"),
    "range": _("number"),
    "date": _("date"),
    "computed": _("computed"),
    "calculate": _("computed"),
    "hidden": _("not asked"),
    "select_one": _("one option"),
    "select_multiple": _("several options"),
    "rank": _("options in order"),
    "acknowledge": _("agreement"),
}
#: What stands in the cells of our own columns.
_VALUES: Mapping[str, Mapping[str, Phrase | str]] = {
    "_status": _ENDS,
    "_state": STATES,
    "_rank_band": LEVELS,
    "_language": {"es": _("Spanish"), "en": _("English")},
    "_channel": _CHANNELS,
    "status": STATUSES,
    "hurdle": {choice.value: choice.label for choice in HURDLES},
    "event": {
        plan_changes.CARRIED_OVER: _("went on at another workplace"),
        plan_changes.RENAMED: _("got another name"),
        plan_changes.REOPENED: _("was taken up again"),
    },
    "sample": {
        indicators.ALL: _("all people"),
        indicators.MATCHED: _("matched pairs"),
        indicators.CROSS_SECTION: _("cross-section"),
        indicators.ANONYMOUS: _("anonymous"),
    },
    "kind": {
        "share": _("share"),
        "mean": _("mean"),
        "sum": _("sum"),
        "count": _("count"),
        "change": _("change"),
    },
    "by": _GROUPS,
    "group": {**STATES, **LEVELS, **_CHANNELS},
    "withheld": _YES_NO,
    "met": _YES_NO,
    "type": _TYPES,
}


def sheet_name(name: str, language: str) -> str:
    """What a sheet is called; those of repeats go by the names of the form."""
    return name if language == SOURCE or name not in _SHEETS else said(_SHEETS[name], language)


def heading(column: Column, language: str) -> str:
    """What stands above a column; above one of the questionnaire what it is called there."""
    words = _HEADINGS.get(column.title) or _ENDS.get(column.title)
    if words is None or column.field is not None or language == SOURCE:
        return column.title
    return said(words, language)


def value(column: Column, cell: Cell, language: str) -> Cell:
    """What stands in a cell of a column: of ours in words, of the questionnaire as it is."""
    words = _VALUES.get(column.title) if column.field is None and isinstance(cell, str) else None
    meant = None if words is None else words.get(str(cell))
    return cell if meant is None else said(meant, language)
