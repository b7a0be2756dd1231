"""Says in words why an expression cannot be understood."""

from collections.abc import Mapping

from dialogue.phrases import Phrase, _
from surveys.expressions import Unreadable

_NEAR = 20  # letters
_WORDS: Mapping[str, Phrase] = {
    "empty": _("There is nothing in it."),
    "too_long": _("The condition is too long."),
    "too_deep": _("Too many brackets lie in each other."),
    "open_quote": _("A quotation mark is never closed."),
    "open_name": _("The brace after a dollar sign is never closed."),
    "unfinished": _("Something is missing at the end."),
    "path": _("A path like this has no meaning in a chat. Write the name of the question."),
}


def worded(fault: Unreadable, written: str) -> Phrase:
    """Why the expression `written` cannot be read."""
    known = _WORDS.get(fault.code)
    return known if known is not None else _with_blanks(fault, written)


def _with_blanks(fault: Unreadable, written: str) -> Phrase:
    blanks = {name: str(value) for name, value in fault.blanks.items()}
    match fault.code:
        case "name":
            return _("No question can be called “{name}”.", name=blanks.get("name", ""))
        case "capitals":
            return _("“{word}” has to be written in small letters.", word=blanks.get("word", ""))
        case "function" | "unsupported" | "unsafe" | "arguments" | "field":
            return _of_function(fault.code, blanks)
        case "regex":
            return _("The pattern “{pattern}” cannot be used.", pattern=blanks.get("pattern", ""))
        case "format":
            return _("The form of the date “{format}” is not known.", format=blanks.get("format", ""))
        case _:
            near = written[max(0, fault.position - 5) : fault.position + _NEAR]
            return _("It cannot be understood near “{near}”.", near=near or written[:_NEAR])


def _of_function(code: str, blanks: Mapping[str, str]) -> Phrase:
    name, near = blanks.get("name", ""), blanks.get("near", "")
    if code == "function" and near:
        return _("There is no function “{name}”. Is “{near}” meant?", name=name, near=near)
    if code == "function":
        return _("There is no function “{name}”.", name=name)
    if code == "arguments":
        return _("The function “{name}” has too many or too few values between its brackets.", name=name)
    if code == "field":
        return _("The function “{name}” needs the name of a question.", name=name)
    if code == "unsafe":
        return _("The function “{name}” works with places, which are not asked for.", name=name)
    return _("The function “{name}” cannot be used in a chat.", name=name)
