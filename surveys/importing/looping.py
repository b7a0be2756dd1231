"""Writes out a loop over a list and a matrix of Kobo: the same questions, once for every option of the list."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from surveys.form import Option
from surveys.importing.choices import List
from surveys.importing.drafts import Draft
from surveys.importing.naming import cleaned
from surveys.importing.types import Type

_LOOPS = ("loop", "matrix")
_MOST = 5_000  # rows that a form may grow to by its loops
_GROUP = Type("begin", detail="group")
_END = Type("end", detail="group")


def written_out(drafts: Sequence[Draft], lists: Mapping[str, List]) -> list[Draft]:
    """The rows with every loop as groups. One without a list, without an end, or too long stays as it is."""
    made: list[Draft] = []
    place = 0
    while place < len(drafts):
        draft = drafts[place]
        end = _end(drafts, place) if draft.is_begin and draft.type.detail in _LOOPS else -1
        options = _list(draft, lists) if end > 0 else ()
        if options and len(made) + len(options) * (end - place + 1) <= _MOST:
            made += _round_by_round(draft, drafts[place + 1 : end], drafts[end], options)
            place = end
        else:
            made.append(draft)
        place += 1
    return made


def _end(drafts: Sequence[Draft], begin: int) -> int:
    """Where a loop ends; -1 where it does not, or has another within it."""
    detail = drafts[begin].type.detail
    for place in range(begin + 1, len(drafts)):
        if drafts[place].type.detail == detail:
            return place if drafts[place].type.role == "end" else -1
    return -1


def _list(draft: Draft, lists: Mapping[str, List]) -> Sequence[Option]:
    found = lists.get(draft.type.list or draft.plain.get("kobo--matrix_list", ""))
    return found.options if found is not None else ()


def _round_by_round(begin: Draft, inside: Sequence[Draft], end: Draft, options: Sequence[Option]) -> Iterator[Draft]:
    yield replace(begin, type=_GROUP)
    for option in options:
        value = cleaned(option.value)
        yield replace(begin, type=_GROUP, name=f"{begin.name}_{value}", plain={}, words={"label": option.label})
        for draft in inside:
            yield _of(draft, option, value)
        yield replace(end, type=_END)
    yield replace(end, type=_END)


def _of(draft: Draft, option: Option, value: str) -> Draft:
    """The row as it is asked of one option; conditions within the loop still find it by its own name."""
    plain = {column: _filled(cell, option, "") for column, cell in draft.plain.items()}
    words: dict[str, Mapping[str, str]] = {column: _said(column, said, option) for column, said in draft.words.items()}
    name = f"{value}_{draft.name}" if draft.name else ""
    return replace(draft, name=name, plain=plain, words=words, aliases={draft.name} if name else set())


def _said(column: str, said: Mapping[str, str], option: Option) -> dict[str, str]:
    """A question says of what it is asked, unless it says so itself."""
    spoken = {language: _filled(text, option, language) for language, text in said.items()}
    if column != "label":
        return spoken
    return {
        language: text if text != said[language] else f"{_called(option, language)}: {text}"
        for language, text in spoken.items()
    }


def _filled(text: str, option: Option, language: str) -> str:
    return text.replace("%(name)s", option.value).replace("%(label)s", _called(option, language))


def _called(option: Option, language: str) -> str:
    return option.label.get(language) or next(iter(option.label.values()), option.value)
