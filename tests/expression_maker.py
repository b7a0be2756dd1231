"""Random expressions of a known kind, each as we write it and as Enketo's evaluator reads it.

The evaluator knows neither `${name}` nor `instance()`: questions and tables are paths for it. What the two are known to
see differently is not made here; it stands in `test_expressions_oracle.py`, one by one.
"""

import re
from random import Random
from typing import NamedTuple

from tests.expression_forms import DATE_FIELDS, DATES, NUMBER_FIELDS, TEXT_FIELDS, WORDS
from tests.filled_form import Filled


class Template(NamedTuple):
    """How an expression is put together from others: `{t}` is a text, `{n}` a number, `{b}` a truth, `{d}` a date."""

    ours: str
    theirs: str = ""
    strength: int = 9  # of its operator; what is weaker gets brackets inside it

    def sides(self) -> tuple[str, str]:
        return self.ours, self.theirs or self.ours


class Made(NamedTuple):
    ours: str
    theirs: str
    strength: int = 9


TEMPLATES: dict[str, list[Template]] = {
    "t": [
        *map(Template, ("concat({t}, {t})", "concat({t}, {S}, {n})", "join({L}, {t}, {t})", "join({L}, {S})", "coalesce({t}, {t})")),
        *map(Template, ("if({b}, {t}, {t})", "substr({t}, {w})", "substr({t}, {w}, {w})", "substring({t}, {p})", "substring({t}, {p}, {w})")),
        *map(Template, ("substring-before({t}, {L})", "substring-after({t}, {t})", "translate({t}, {U}, {L})", "normalize-space({t})")),
        *map(Template, ("selected-at({t}, {w})", "string({t})", "string({w})", "string({b})", "once({t})", "digest('Ana', 'SHA-256', 'hex')")),
        *map(Template, ("format-date({d}, {F})", "string({N})", "join(',', randomize({S}, {i}))", "digest('abc', 'MD5')")),
        *map(Template, ("if({b}, {N}, {t})", "string(format-date-time({M}, {F}))")),
        Template("instance('list')/root/item[name = {L}]/label", "/data/list/root/item[name = {L}]/label"),
        Template("instance('list')/root/item[{w}]/name", "/data/list/root/item[{w}]/name"),
        Template("instance('list')/root/item[size > {n}]/name", "/data/list/root/item[size > {n}]/name"),
        Template("instance('list')/root/item[position() = last()]/label", "/data/list/root/item[position() = last()]/label"),
        Template("pulldata('list', 'label', 'name', {t})", "string(/data/list/root/item[name = string({t})]/label)"),
        Template("jr:choice-name({t}, '${{list}}')", "string(/data/list/root/item[name = string({t})]/label)"),
        Template("indexed-repeat(${{nick}}, ${{child}}, {w})", "string(/data/child[{w}]/nick)"),
        Template("${{child}}[age > {n}]/nick", "/data/child[age > {n}]/nick"),
        Template("/data/child[position() = {w}]/nick"),
    ],
    "n": [
        *(Template(f"{{n}} {sign} {{n}}", strength=5) for sign in "+-"),
        *(Template(f"{{n}} {sign} {{n}}", strength=6) for sign in ("*", "div", "mod")),
        *map(Template, ("number({t})", "number({b})", "int({n})", "round({n})", "round({n}, {i})", "floor({n})", "ceiling({n})", "abs({n})")),
        *map(Template, ("pow({N}, {i})", "sqrt({n})", "round(exp({N}), 3)", "round(log({n}), 6)", "round(log10({n}), 6)", "round(sin({n}), 6)")),
        *map(Template, ("round(cos({n}), 6)", "round(atan2({n}, {n}), 6)", "round(asin({N}), 6)", "pi()", "max({n}, {n})", "min({S}, {n})")),
        *map(Template, ("sum({S})", "count({S})", "count-non-empty({S})", "max({S})", "string-length({t})", "count-selected({t})")),
        *map(Template, ("if({b}, {n}, {n})", "string-length(.)", "number(.)", "decimal-time('14:30:00.000-06:00')", "round(tan({N}), 4)")),
        *map(Template, ("round(({d}) - ({d}), 6)", "exp10({i})", "round(acos({N}), 6)", "round(atan({n}), 6)")),
        Template("count(${{child}})", "count(/data/child)"),
        Template("count(${{child}}[age >= {n}])", "count(/data/child[age >= {n}])"),
        Template("sum(${{child}}[nick != {L}]/age)", "sum(/data/child[nick != {L}]/age)"),
        Template("count(${{age}}[. > {n}])", "count(/data/child/age[. > {n}])"),
        Template("count(instance('list')/root/item[starts-with(label, 'L')])", "count(/data/list/root/item[starts-with(label, 'L')])"),
        Template("sum(instance('list')/root/item/size)", "sum(/data/list/root/item/size)"),
    ],
    "b": [
        Template("{b} or {b}", strength=1),
        Template("{b} and {b}", strength=2),
        *(Template(f"{{{kind}}} {sign} {{{kind}}}", strength=3) for sign in ("=", "!=") for kind in "tnbd"),
        *(Template(f"{{{kind}}} {sign} {{{kind}}}", strength=4) for sign in ("<", "<=", ">", ">=") for kind in "nnd"),
        Template(". = {t}", strength=3),
        Template(". > {n}", strength=4),
        Template("{t} = {n}", strength=3),
        Template("{t} < {n}", strength=4),
        Template("{b} = abs({n})", strength=3),
        Template("{d} > {D}", strength=4),
        *map(Template, ("not({b})", "boolean(abs({n}))", "boolean({A})", "not({A})", "boolean-from-string(string({t}))", "selected({t}, {L})")),
        *map(Template, ("selected({t}, {t})", "contains({t}, {L})", "starts-with({t}, {t})", "ends-with({t}, {L})", "true()", "false()")),
        *map(Template, ("regex({t}, {R})", "checklist({i}, {i}, {b}, {b}, {b})", "weighted-checklist({i}, {i}, {b}, {w}, {b}, {n})")),
        *map(Template, ("if({b}, {b}, {b})", "checklist(1, -1, {S})", "boolean(string({t}))")),
        Template("instance('list')/root/item/name = {t}", "/data/list/root/item/name = {t}", strength=3),
        Template("instance('list')/root/item[name = {L}]/size > {n}", "/data/list/root/item[name = {L}]/size > {n}", strength=4),
    ],
    "d": [
        *map(Template, ("today()", "now()", "date({E})", "date-time({d})", "date({E} + {w})", "date(today() - {w})")),
        *map(Template, ("date({E})", "if({b}, date({E}), today())", "{q}")),
    ],
}  # fmt: skip
#: What shows days as numbers, which are counted from midnight of Greenwich by them, and of the place by us.
ABSOLUTE = {
    "t": [Template("string(date-time({d}))"), Template("string(date-time({M}))")],
    "n": [
        Template("number({D})"),
        Template("decimal-date-time({D})"),
        Template("decimal-date-time({M})"),
        Template("{d} + {N}", strength=5),
        Template("int(today())"),
    ],
}
LITERALS = ("a", "b", "yes", "", " ", "Ana", "5", "L a", ",", "aa", "no", "José", "x y")
SIGNS = ("a", "ab", "xyz", "ys ", "é", "ñn", "o-1")
FORMATS = ("%Y/%m/%d", "%d/%m/%y", "%e.%n.", "%H:%M:%S", "%h h %M", "%b %d", "%a", "100%%", "%3", "")
PATTERNS = (
    "^(?:[a-z]+)$",
    "^$",
    "^.+$",
    "^[0-9]{1,3}$",
    "^(?:yes|no)$",
    "^\\w+ \\w+$",
    "^-?\\d+(?:\\.\\d+)?$",
    "^[^a]*$",
)
#: What is written out, by slot: small numbers, and texts that go in quotes.
WRITTEN = {
    "N": ("0", "1", "2", "3.5", "10", "0.25", "-1", "-2.5", "18"),
    "w": ("0", "1", "2", "3", "4"),
    "p": ("1", "2", "3", "4"),
    "i": ("-2", "-1", "0", "1", "2", "3"),
}
QUOTED = {"L": LITERALS, "U": SIGNS, "F": FORMATS, "R": PATTERNS}
_CURRENT = re.compile(r"(?:^|[ (])\.(?:[ )]|$)|once\(")
_SLOT = re.compile(r"\{(\w)\}")


class Maker:
    """Makes expressions over one form; `absolute` where the zone is that of Greenwich."""

    def __init__(self, random: Random, form: Filled, absolute: bool) -> None:
        self.random, self.form = random, form
        self.templates = {
            kind: found + (ABSOLUTE.get(kind, []) if absolute else []) for kind, found in TEMPLATES.items()
        }

    def made(self, kind: str, depth: int, row: bool = False) -> Made:
        """An expression of a kind (t, n, b or d), at most so deep; `row` inside a predicate, where `.` is the row."""
        if depth <= 0 or self.random.random() < 0.2:
            return self.leaf(kind)
        template = self.random.choice([one for one in self.templates[kind] if not (row and _CURRENT.search(one.ours))])
        row = row or "[" in template.sides()[1]
        found: list[str] = ["", ""]
        parts = [self.part(slot, depth - 1, row) for slot in _SLOT.findall(template.ours)]
        for side, text in enumerate(template.sides()):
            pieces = iter(enumerate(parts))
            found[side] = _SLOT.sub(lambda _, side=side, pieces=pieces: _placed(template, side, *next(pieces)), text)  # type: ignore[misc]
        ours, theirs = (text.replace("{{", "{").replace("}}", "}") for text in found)
        return Made(ours, theirs, template.strength)

    def part(self, slot: str, depth: int, row: bool) -> Made:
        return self.made(slot, depth, row) if slot in self.templates else self.leaf(slot)

    def leaf(self, kind: str) -> Made:
        """What has no parts."""
        pick = self.random.choice
        if kind in WRITTEN:
            return same(pick(WRITTEN[kind]))
        if kind in QUOTED:
            return self.literal(pick(QUOTED[kind]))
        return pick(self.leaves()[kind])

    def leaves(self) -> dict[str, list[Made]]:
        """What stands for an answer, or may be one."""
        answers = self.form.answers
        texts, numbers = map(self.question, TEXT_FIELDS), list(map(self.question, NUMBER_FIELDS))
        dates = [self.literal(date) for date in DATES[1:]]
        return {
            "t": [*texts, *numbers, *map(self.literal, WORDS)],
            "n": [*numbers, *map(same, WRITTEN["N"])],
            "d": [same("today()"), same("now()"), *(same(f"date('{date}')") for date in DATES[1:])],
            "D": [self.question("d1"), self.question("d2"), *dates],
            "E": [*(self.question(name) for name in ("d1", "d2") if answers[name]), *dates],
            "q": list(map(self.question, DATE_FIELDS)),
            "M": [self.question("m1")],
            "S": [Made("${age}", "/data/child/age"), Made("${nick}", "/data/child/nick")],
            "A": [same("true()"), *(self.question(name) for name in TEXT_FIELDS + NUMBER_FIELDS if answers[name])],
            "b": [same("true()"), same("false()"), *(self.question(name) for name in NUMBER_FIELDS if answers[name])],
        }

    def question(self, name: str) -> Made:
        return Made(f"${{{name}}}", f"/data/{name}")

    def literal(self, text: str) -> Made:
        quote = '"' if "'" in text else self.random.choice("'\"")
        return same(f"{quote}{text}{quote}")


def same(text: str) -> Made:
    """What both write alike."""
    return Made(text, text)


def _placed(template: Template, side: int, place: int, part: Made) -> str:
    """A part in its place, in brackets where its operator binds no more strongly than the one around it."""
    weaker = template.strength < 9 and (
        part.strength < template.strength or (place and part.strength == template.strength)
    )
    return f"({part[side]})" if weaker else str(part[side])
