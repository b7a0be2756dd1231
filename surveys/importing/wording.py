"""Makes words that were written for a web page fit for a message: tags and marks of Markdown go, their text stays."""

import html
import re
from collections.abc import Mapping

_TAG = re.compile(
    r"</?(?:a|b|big|br|center|code|div|em|font|h[1-6]|hr|i|img|input|li|mark|ol|p|pre|s|small|span|strong|style|sub|sup"
    r"|table|tbody|td|th|thead|tr|tt|u|ul)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_BREAK = re.compile(r"<br\s*/?>|</(?:p|div|h[1-6]|li|tr)>|<hr\s*/?>", re.IGNORECASE)
_STRONG = re.compile(r"(\*{2,3}|_{2,3})(?=[^\s*_])(.{1,500}?)(?<=[^\s*_])\1", re.DOTALL)
_HEADING = re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+", re.MULTILINE)
_LINK = re.compile(r"\[([^\[\]]+)\]\((https?://[^\s()]+)\)")
_BLANK_LINES = re.compile(r"[ \t]*\n(?:[ \t]*\n)+")
_PASSES = 5  # what is left when marks go may be marks again
_MARKS = ("<", "&", "*", "_", "#", "[", "\n")


def worded(text: str) -> str:
    """The words as they are said in a chat. Blanks such as `${name}` stay."""
    for _again in range(_PASSES):
        before = text
        if any(mark in text for mark in _MARKS):
            text = _plain(text)
        if text == before:
            break
    return text


def _plain(text: str) -> str:
    text = _TAG.sub("", _BREAK.sub("\n", text))
    text = _STRONG.sub(r"\2", _HEADING.sub("", html.unescape(text).replace("\xa0", " ")))
    return _BLANK_LINES.sub("\n\n", _LINK.sub(r"\1 \2", text)).strip()


def all_worded(words: Mapping[str, str]) -> dict[str, str]:
    """The words of each language, without those that are empty."""
    made = {language: worded(text) for language, text in words.items()}
    return {language: text for language, text in made.items() if text}
