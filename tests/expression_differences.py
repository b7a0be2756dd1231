"""What our evaluator and Enketo's see differently, each with the reason.

First how ours is meant to differ; then what is wrong in Enketo's, or in the XPath of jsdom that it stands on here.
"""

from typing import NamedTuple


class Difference(NamedTuple):
    """An expression of kind t, n or b, as both read it; the answers; and why they differ."""

    reason: str
    kind: str
    ours: str
    answer: object
    theirs: str
    their_answer: object  # None where it gives an error


def same(reason: str, kind: str, text: str, answer: object, their_answer: object) -> Difference:
    return Difference(reason, kind, text, answer, text, their_answer)


MEANT = [
    same("days are those of the place, so that they are whole (ODK Collect)", "n", "number('2024-01-01')", "19723.0", "19723.25"),
    same("date() drops the time (ODK Collect, and the specification)", "t", "date(now())", "2026-11-24", "2026-11-24T10:30:00.000-06:00"),
    same("a date of nothing is nothing (ODK Collect)", "b", "date('') = ''", True, False),
    same("what is no date of the calendar is a text", "b", "'2024-02-30' = '2024-03-01'", False, True),
    same("what begins like a date is a text", "b", "'2024-01-01 x' = '2024-01-01 x'", True, False),
    same("what is no number in XPath is none", "n", "number('1e5')", "nan", "100000"),
    same("what is no number in XPath is none", "n", "number('0x10')", "nan", "16"),
    same("what is no number in XPath is none", "n", "number('+5')", "nan", "5"),
    same("a number is written without an exponent (XPath)", "t", "concat(pow(10, 21), '')", "1000000000000000000000", "1e+21"),
    Difference("an unanswered question is false (ODK Collect)", "b", "boolean(${empty})", False, "boolean(/data/empty)", True),
    same("regex() matches the whole text (ODK's documentation)", "b", "regex('a1b', '[0-9]')", False, True),
    same("boolean-from-string() knows 1 and true (the specification)", "b", "boolean-from-string(18)", False, True),
    same("coalesce() takes more than two", "t", "coalesce('', '', 'c')", "c", ""),
    same("decimal-time() takes a moment and a number, too (ODK Collect)", "n", "decimal-time(now())", "0.4375", "NaN"),
    same("decimal-time() takes a time without seconds, which is how it is answered here", "n", "decimal-time('12:00')", "0.5", "NaN"),
    same("a text is measured in characters", "n", "string-length('😀')", "1.0", "2"),
    same("a text is hashed as UTF-8 (ODK Collect)", "t", "substr(digest('é', 'MD5', 'hex'), 0, 6)", "66ddcd", "340687"),
    same("if() without its third value is empty otherwise", "t", "if(false(), 'a')", "", None),
    Difference("if() gives one answer, not several", "b", "if(true(), ${age}, 0) = 7", False, "if(true(), /data/child/age, 0) = 7", True),
]  # fmt: skip
FAULTS = [
    Difference("a function behind a decided `or` loses arguments", "b", "true() or checklist(1, 2, 18 != ${half}, true(), true())", True, "true() or checklist(1, 2, 18 != /data/half, true(), true())", None),
    same("`or` as a later argument is lost", "b", "checklist(1, 2, false(), true(), true() or 1 = 0)", True, None),
    same("`or` behind a decided `and`", "b", "false() or 1 < 0 and 'a' = 'a'", False, None),
    Difference("a number in an answer is cut when it is added to a date", "b", "today() + ${half} = today() + 0.5", True, "today() + /data/half = today() + 0.5", False),
    Difference("`|` is no set of nodes for functions", "n", "count(${half} | ${empty})", "2.0", "count(/data/half | /data/empty)", None),
    Difference("there is no minus before a question", "n", "-${half}", "-0.5", "-/data/half", None),
    same("jsdom: substring() before the beginning", "t", "substring('1234', 0, 1)", "", "4"),
    same("jsdom: translate() with a sign twice", "t", "translate('aaa', 'aa', 'xy')", "xxx", "yyy"),
    same("jsdom: translate() with no sign", "t", "translate('ab', '', 'x')", "ab", "undefinedaundefinedbundefined"),
]  # fmt: skip
DIFFERENCES = MEANT + FAULTS
