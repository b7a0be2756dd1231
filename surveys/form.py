"""A questionnaire as it was imported: what is asked, in which order, under which conditions.

A form never changes once it is imported, and it is JSON as it stands (`msgspec`). Conditions and calculations are kept
as they were written and read by `surveys.expressions`; their text is checked when the form is imported.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

import msgspec

#: Words by language ("es", "en"); what was written in no language stands under "".
Text = Mapping[str, str]
#: A table that came with the form: rows of column and text. Choice lists are such tables too.
Table = Sequence[Mapping[str, str]]

Kind = Literal[
    "text",
    "integer",
    "decimal",
    "date",
    "time",
    "datetime",
    "select_one",
    "select_multiple",
    "rank",
    "range",
    "acknowledge",
    "note",
    "image",
    "audio",
    "video",
    "file",
    "calculate",
    "hidden",
    "start",
    "end",
    "today",
]
HURDLE, NEWS, QUOTE = "hurdle", "news", "quote"
#: To help with a hurdle; to her profile, after a change at work; to the agreement that she may be quoted.
LEADS = (HURDLE, NEWS, QUOTE)
LEADS_NOWHERE = ("", "none", "no")  # answers
COMPUTED = ("calculate", "hidden", "start", "end", "today")  # never shown
CHOSEN = ("select_one", "select_multiple", "rank")
FILES = ("image", "audio", "video", "file")


class Option(msgspec.Struct, frozen=True, kw_only=True):
    """One answer of a list; `columns` is what a choice filter may ask for."""

    value: str
    label: Text
    columns: Mapping[str, str] = {}


class Range(msgspec.Struct, frozen=True, kw_only=True):
    """The numbers of a range: from `start` to `end` in steps."""

    start: float = 0.0
    end: float = 10.0
    step: float = 1.0


class Field(msgspec.Struct, frozen=True, kw_only=True, tag="field"):
    """One row that is asked, shown or computed. Empty text where nothing was written; `row` counts from 1 in the sheet.

    `skip`, `reminder`, `anonymous`, `locked`, `prefill` and `leads` come from our own columns (`bot::…`).
    """

    name: str
    kind: Kind
    row: int
    label: Text = {}
    hint: Text = {}
    required: str = ""  # an expression: "true()" where it simply is
    required_message: Text = {}
    constraint: str = ""
    constraint_message: Text = {}
    relevant: str = ""
    calculation: str = ""
    default: str = ""  # an expression or a text: see `computed_default`
    computed_default: bool = False
    trigger: str = ""  # the name of the field upon whose change a calculation is made
    options: str = ""  # the name of the list, for what is chosen
    other: bool = False  # one may write what is not on the list
    choice_filter: str = ""
    randomize: bool = False
    range: Range | None = None
    appearance: str = ""
    read_only: bool = False
    skip: bool = True  # one may prefer not to answer, unless it is required
    reminder: Text = {}  # what is said when the person is reminded to go on from here
    anonymous: bool = False  # kept apart from whoever answered
    locked: bool = False  # once answered, neither it nor what came before can be changed
    prefill: str = ""  # what the programme knows of the person, for a hidden row
    leads: str = ""  # one of `LEADS`: what the answer leads to when all is answered


class Group(msgspec.Struct, frozen=True, kw_only=True, tag="group"):
    """Rows that belong together."""

    name: str
    row: int
    items: tuple["Field | Group | Repeat", ...]
    label: Text = {}
    relevant: str = ""


class Repeat(msgspec.Struct, frozen=True, kw_only=True, tag="repeat"):
    """Rows that are asked again and again: so many times, or until the person has no more."""

    name: str
    row: int
    items: tuple["Field | Group | Repeat", ...]
    label: Text = {}
    relevant: str = ""
    count: str = ""  # an expression; empty where the person is asked for another one


Item = Field | Group | Repeat


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """The whole questionnaire. `languages` are those in which it has words, the default first."""

    name: str
    title: Text
    version: str
    languages: tuple[str, ...]
    items: tuple[Item, ...]
    lists: Mapping[str, tuple[Option, ...]] = {}
    tables: Mapping[str, Table] = {}

    def fields(self) -> Iterator[Field]:
        """All fields, in the order of the sheet."""
        return _fields(self.items)


def _fields(items: Sequence[Item]) -> Iterator[Field]:
    for item in items:
        if isinstance(item, Field):
            yield item
        else:
            yield from _fields(item.items)
