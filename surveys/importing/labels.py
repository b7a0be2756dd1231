"""Looks at the words of the rows: missing, too long for a phone, or in one language only."""

from collections.abc import Iterable, Mapping, Sequence

from dialogue.phrases import _
from surveys.form import COMPUTED
from surveys.importing.drafts import Draft
from surveys.importing.lines import Table
from surveys.importing.problems import Problems
from surveys.importing.types import Type

LONGEST = 700  # letters of a question on a small screen
_SPOKEN = ("label", "hint", "constraint_message", "required_message")


def check(drafts: Sequence[Draft], survey: Table, problems: Problems, language: str) -> None:
    """Give words to what has none: a row is called by its hint, else its name; what only counts is not shown."""
    for draft in drafts:
        if draft.type.role == "field" and draft.type.kind not in COMPUTED:
            _settle(draft, survey, problems, language)
            _tell_if_long(draft, survey, problems)


def _settle(draft: Draft, survey: Table, problems: Problems, language: str) -> None:
    if draft.said("label"):
        return
    if draft.plain.get("calculation"):
        draft.type = Type("field", "calculate")
        return
    where = (survey.name, draft.row, survey.header("label"))
    if draft.said("hint"):
        draft.words["label"] = draft.words.pop("hint")
    elif draft.type.kind == "note":
        draft.type = Type("field", "hidden")
        problems.warn(*where, "empty_note", _("The note says nothing. It is not shown."))
    else:
        draft.words["label"] = {language: draft.name.replace("_", " ").strip() or draft.name}
        problems.warn(*where, "missing_label", _("The question has no words. Its name is shown."))


def _tell_if_long(draft: Draft, survey: Table, problems: Problems) -> None:
    longest = max(map(len, draft.said("label").values()), default=0)
    if longest > LONGEST:
        phrase = _("The text has {length} letters. That is much on a phone.", length=longest)
        problems.warn(survey.name, draft.row, survey.header("label"), "long_label", phrase)
    if draft.said("media"):
        phrase = _("Pictures and sounds of a question are not shown in a chat.")
        problems.warn(survey.name, draft.row, survey.header("media"), "media", phrase)


def tell_of_languages(
    drafts: Sequence[Draft], languages: Sequence[str], settings: Mapping[str, str], survey: Table, problems: Problems
) -> None:
    """Tell which languages lack words, and that no language was named as the first."""
    if len(languages) < 2:
        return
    if not settings.get("default_language") and languages[0]:
        phrase = _("No language is named as the first. “{language}” is taken.", language=languages[0])
        problems.warn("settings", 0, "default_language", "no_default_language", phrase)
    for language in languages:
        rows = [draft.row for draft in drafts if any(_lacks(draft.said(column), language) for column in _SPOKEN)]
        if rows:
            phrase = _(
                "Words in “{language}” are missing. First in row {row}.", language=language or "label", row=rows[0]
            )
            problems.warn(survey.name, rows[0], survey.header("label"), "missing_language", phrase)


def _lacks(said: Mapping[str, str], language: str) -> bool:
    return bool(said) and language not in said


def languages_of(said: Iterable[Mapping[str, str]], first: str, order: Iterable[str]) -> tuple[str, ...]:
    """The languages in which there are words: words without a language before all, then `first`, then in `order`."""
    found = {language for each in said for language in each}
    wanted = dict.fromkeys(["", first, *order, *sorted(found)])
    return tuple(language for language in wanted if language in found)
