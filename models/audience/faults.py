"""What is said when an audience cannot be understood: what is wrong, where, and what would be understood."""

from collections.abc import Sequence

from rapidfuzz import fuzz, process

from dialogue.messages import Choice
from dialogue.phrases import Phrase, _, listed
from dialogue.understanding import NEAR, labels, plain

_SHOWN = 40  # letters of what was written, at the most
_NEAREST = 3
_NEAR_WORD = 70  # of 100: fields are short, and “plam” is near “plan”
_FEW = 9


class Unclear(Exception):
    """An audience that cannot be understood; `phrase` says why. As a string it holds nothing that was written."""

    def __init__(self, phrase: Phrase) -> None:
        super().__init__(phrase.id)
        self.phrase = phrase


def nearest(text: str, choices: Sequence[Choice], enough: int = NEAR) -> list[Choice]:
    """The choices that were perhaps meant, the likeliest first, at most three."""
    forms = [(form, place) for place, choice in enumerate(choices) for form in sorted(labels(choice)) if form]
    found = process.extract(plain(text), [form for form, _ in forms], scorer=_likeness, score_cutoff=enough, limit=9)
    places = list(dict.fromkeys(forms[at][1] for _, _, at in found))
    return [choices[place] for place in places[:_NEAREST]]


def no_value(field: Phrase | str, text: str, choices: Sequence[Choice]) -> Unclear:
    """There is no such value of a field; the likeliest are named, or else the first ones."""
    near = nearest(text, choices)
    if near:
        meant = listed(*(choice.label for choice in near))
        return Unclear(
            _("There is no “{value}” under “{field}”. Did you mean: {near}?", value=head(text), field=field, near=meant)
        )
    if not choices:
        return Unclear(_("There is no “{value}” under “{field}”. There are none yet.", value=head(text), field=field))
    blanks = {"value": head(text), "field": field, "values": listed(*(choice.label for choice in choices[:_FEW]))}
    if len(choices) > _FEW:
        return Unclear(_("There is no “{value}” under “{field}”. There are: {values} and others.", **blanks))
    return Unclear(_("There is no “{value}” under “{field}”. There are: {values}.", **blanks))


def unknown(word: str, choices: Sequence[Choice]) -> Unclear:
    """A word stands where a field belongs, and is none."""
    near = nearest(word, choices, _NEAR_WORD)
    if near:
        meant = listed(*(choice.label for choice in near))
        return Unclear(_("“{word}” is not understood. Did you mean: {near}?", word=head(word), near=meant))
    fields = listed(*(choice.label for choice in choices))
    return Unclear(_("“{word}” is not understood. You can ask for: {fields}.", word=head(word), fields=fields))


def head(text: str) -> str:
    """The beginning of what was written, short enough for a sentence, in one line."""
    line = _line(text)
    return line if len(line) <= _SHOWN else line[:_SHOWN].rstrip() + "…"


def tail(text: str) -> str:
    """The end of what was written, likewise."""
    line = _line(text)
    return line if len(line) <= _SHOWN else "…" + line[-_SHOWN:].lstrip()


def _line(text: str) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def example() -> Phrase:
    """What would be understood, in the words of the reader's language."""
    return _("state in (Chihuahua, Sonora) and plan = started")


def _likeness(typed: str, form: str, **_: object) -> float:
    whole = fuzz.ratio(typed, form)
    if min(len(typed), len(form)) < 2:
        return whole
    return max(whole, fuzz.token_set_ratio(typed, form) * 0.9)
