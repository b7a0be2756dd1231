"""How long a text is once its markup is read: Telegram's limits count what is visible, in UTF-16 units."""

import html
import re
from typing import Any

from tests.double.faults import Refused

TAGS = frozenset(
    "b strong i em u ins s strike del span a code pre blockquote tg-spoiler tg-emoji tg-time".split()  # noqa: SIM905
)
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)?([^<>]*)>?")
MARK = re.compile(
    r"\\(?P<escaped>.)|(?P<code>```|`)|(?P<toggle>\|\||__|\*|_|~)|(?P<link>\]\((?:[^)\\]|\\.)*\))|(?P<open>\[)"
    r"|(?P<reserved>[>#+\-=|{}.!()\]])|(?P<plain>.)",
    re.DOTALL,
)


def units(text: str) -> int:
    """Length in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def visible(text: str, parse_mode: str, entities: list[dict[str, Any]]) -> str:
    """The text without its markup. Raises Refused for markup Telegram cannot read."""
    if not parse_mode:
        _within(text, entities)
        return text
    if parse_mode.lower() == "html":
        return _html(text)
    if parse_mode.lower() == "markdownv2":
        return _markdown(text)
    raise Refused(400, "Bad Request: unsupported parse_mode", rule=f"parse_mode {parse_mode!r}")


def _within(text: str, entities: list[dict[str, Any]]) -> None:
    for entity in entities:
        if entity["offset"] < 0 or entity["length"] < 1 or entity["offset"] + entity["length"] > units(text):
            raise Refused(400, "Bad Request: ENTITY_BOUNDS_INVALID", rule="entity outside of the text")


def _unreadable(why: str) -> Refused:
    return Refused(400, f"Bad Request: can't parse entities: {why}", rule=f"markup: {why}")


def _html(text: str) -> str:
    open_tags: list[str] = []

    def seen(match: re.Match[str]) -> str:
        closing, name = match[1], (match[2] or "").lower()
        if name not in TAGS or not match[0].endswith(">"):
            raise _unreadable(f'Unsupported start tag "{name}"')
        if not closing:
            open_tags.append(name)
        elif not open_tags or open_tags.pop() != name:
            raise _unreadable(f'Unmatched end tag "{name}"')
        return ""

    bare = TAG.sub(seen, text)
    if open_tags:
        raise _unreadable(f"Can't find end tag corresponding to start tag {open_tags[-1]}")
    return html.unescape(bare)


def _markdown(text: str) -> str:
    plain: list[str] = []
    open_marks: list[str] = []
    for match in MARK.finditer(text):
        kind, mark = str(match.lastgroup), match[0]
        if open_marks and open_marks[-1].startswith("`") and mark != open_marks[-1]:
            plain.append(match["escaped"] or mark)
        elif kind in ("escaped", "plain"):
            plain.append(match[kind])
        elif kind == "reserved":
            raise _unreadable(f"Character '{mark}' is reserved and must be escaped with the preceding '\\'")
        else:
            _toggle(open_marks, kind, mark)
    if open_marks:
        raise _unreadable(f"Can't find end of the entity opened by {open_marks[-1]}")
    return "".join(plain)


def _toggle(open_marks: list[str], kind: str, mark: str) -> None:
    closes = "[" if kind == "link" else mark
    if open_marks and open_marks[-1] == closes:
        open_marks.pop()
    elif kind == "link":
        raise _unreadable("Character ']' is reserved and must be escaped with the preceding '\\'")
    else:
        open_marks.append(mark)
