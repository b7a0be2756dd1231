"""The tables and choice lists of a form as its expressions look into them, in the language of the conversation."""

from collections.abc import Iterable

from surveys.form import Field, Form, Table
from surveys.wording import in_language


def table(form: Form, name: str, language: str) -> Table:
    """A table that came with the form, or a choice list as one. Raises `KeyError`."""
    if name in form.tables:
        return form.tables[name]
    return [
        {**option.columns, "name": option.value, "label": in_language(option.label, language, form.languages)}
        for option in form.lists[name]
    ]


def choice_label(form: Form, fields: Iterable[Field], value: str, language: str) -> str:
    """What the option `value` of these questions is called; the value itself where none of them has it."""
    options = (option for field in fields for option in form.lists.get(field.options, ()))
    label = next((option.label for option in options if option.value == value), None)
    return value if label is None else in_language(label, language, form.languages)
