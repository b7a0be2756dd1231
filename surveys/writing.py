"""Writes a form as the spreadsheet it could have come from, for other programs and for staff to go on with."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO, StringIO

from babel import Locale, UnknownLocaleError
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from surveys.form import CHOSEN, Field, Form, Item, Option, Repeat, Text
from surveys.sheets.cells import text

_FILES = (".csv", ".xml", ".geojson")
_WORDS = ("label", "hint", "required_message", "constraint_message")
_PLAIN = (
    "required constraint relevant calculation default trigger choice_filter appearance read_only parameters "
    "repeat_count bot::skip bot::anonymous bot::locked bot::prefill bot::leads"
)
_TYPES = {"datetime": "dateTime"}
_MEANT = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # what Excel would take for a letter by its number

Cells = Mapping[str, str]  # text by column


def write(form: Form) -> bytes:
    """The form as .xlsx: survey, choices and settings, in all its languages and with our own columns (`bot::…`)."""
    book = Workbook(write_only=True)
    languages = {code: language_name(code) for code in form.languages}
    survey = list(_survey(form.items, languages))
    header = ["type", "name", *_headers(_WORDS, languages), *_PLAIN.split(), *_headers(("bot::reminder",), languages)]
    _sheet(book, "survey", header, survey)
    options = list(_options(form, languages))
    own = dict.fromkeys(column for each in options for column in each)
    _sheet(book, "choices", ["list_name", "name", *_headers(("label",), languages), *own], options)
    settings = _settings(form, languages)
    _sheet(book, "settings", list(settings), [settings])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def files(form: Form) -> dict[str, bytes]:
    """The tables that have to go along with the written form, as CSV by file name."""
    languages = {code: language_name(code) for code in form.languages}
    lists = {name: options for name, options in form.lists.items() if _is_file(name)}
    found = {name: [_option(each, languages) for each in options] for name, options in lists.items()}
    tables = {f"{name}.csv": list(rows) for name, rows in form.tables.items() if rows}
    return {name: _csv(rows) for name, rows in (tables | found).items()}


def language_name(code: str) -> str:
    """A language as a column names it, such as `Español (es)`; empty for none."""
    if not code:
        return ""
    try:
        name = Locale.parse(code, sep="-").get_display_name()
    except (UnknownLocaleError, ValueError):
        return code
    return f"{name[:1].upper()}{name[1:]} ({code})" if name and "(" not in name else code


def _sheet(book: Workbook, name: str, header: Iterable[str], rows: Iterable[Cells]) -> None:
    sheet = book.create_sheet(name)
    columns = list(dict.fromkeys(header))

    def cell(written: str) -> Cell:
        made: Cell = WriteOnlyCell(sheet, value=_MEANT.sub("_x005F_", ILLEGAL_CHARACTERS_RE.sub("", written)))
        made.data_type = "s"  # never a formula, whatever it begins with
        return made

    sheet.append([cell(column) for column in columns])
    for row in rows:
        sheet.append([cell(row[column]) if row.get(column) else None for column in columns])


def _header(column: str, language: str) -> str:
    return f"{column}::{language}" if language else column


def _headers(columns: Sequence[str], languages: Mapping[str, str]) -> list[str]:
    return [_header(column, name) for column in columns for name in languages.values()]


def _said(column: str, words: Text, languages: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    yield from ((_header(column, languages[code]), said) for code, said in words.items())


def _survey(items: Sequence[Item], languages: Mapping[str, str]) -> Iterator[Cells]:
    for item in items:
        if isinstance(item, Field):
            yield _field(item, languages)
            continue
        what = "repeat" if isinstance(item, Repeat) else "group"
        count = {"repeat_count": item.count} if isinstance(item, Repeat) else {}
        around = {"type": f"begin_{what}", "name": item.name, "relevant": item.relevant}
        yield around | count | dict(_said("label", item.label, languages))
        yield from _survey(item.items, languages)
        yield {"type": f"end_{what}"}


def _field(field: Field, languages: Mapping[str, str]) -> Cells:
    words = {
        "label": field.label,
        "hint": field.hint,
        "required_message": field.required_message,
        "constraint_message": field.constraint_message,
        "bot::reminder": field.reminder,
    }
    said = dict(each for column, text in words.items() for each in _said(column, text, languages))
    return {
        "type": _type(field),
        "name": field.name,
        "required": "yes" if field.required == "true()" else field.required,
        "constraint": field.constraint,
        "relevant": field.relevant,
        "calculation": field.calculation,
        "default": field.default,
        "trigger": f"${{{field.trigger}}}" if field.trigger else "",
        "choice_filter": field.choice_filter,
        "appearance": field.appearance,
        "read_only": _yes(field.read_only),
        "parameters": _parameters(field),
        "bot::skip": "" if field.skip else "no",
        "bot::anonymous": _yes(field.anonymous),
        "bot::locked": _yes(field.locked),
        "bot::prefill": field.prefill,
        "bot::leads": field.leads,
    } | said


def _type(field: Field) -> str:
    if field.kind not in CHOSEN:
        return _TYPES.get(field.kind, field.kind)
    command = f"{field.kind}_from_file" if _is_file(field.options) and field.kind != "rank" else field.kind
    return f"{command} {field.options}{' or_other' if field.other else ''}"


def _parameters(field: Field) -> str:
    given = ["randomize=true"] if field.randomize else []
    if field.range is not None:
        numbers = {"start": field.range.start, "end": field.range.end, "step": field.range.step}
        given += [f"{name}={text(number)}" for name, number in numbers.items()]
    return " ".join(given)


def _yes(holds: bool) -> str:
    return "yes" if holds else ""


def _is_file(name: str) -> bool:
    return name.lower().endswith(_FILES)


def _options(form: Form, languages: Mapping[str, str]) -> Iterator[Cells]:
    for name, options in form.lists.items():
        if not _is_file(name):
            yield from ({"list_name": name, **_option(option, languages)} for option in options)


def _option(option: Option, languages: Mapping[str, str]) -> dict[str, str]:
    return {"name": option.value, **dict(_said("label", option.label, languages)), **option.columns}


def _settings(form: Form, languages: Mapping[str, str]) -> Cells:
    first = form.languages[0] if form.languages else ""
    plain = form.title.get(first) or next(iter(form.title.values()), form.name)
    named = {f"bot::form_title::{languages[code]}": said for code, said in form.title.items() if code}
    settings = {"form_title": plain, "form_id": form.name, "version": form.version}
    several = {"allow_choice_duplicates": "yes"} if any(map(_repeats, form.lists.values())) else {}
    return settings | {"default_language": languages.get(first, "")} | several | named


def _repeats(options: Sequence[Option]) -> bool:
    """Whether a list has a value twice, told apart by what filters ask for."""
    return len({option.value for option in options}) < len(options)


def _csv(rows: Sequence[Cells]) -> bytes:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    out = StringIO(newline="")
    writer = csv.DictWriter(out, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8")
