"""The form of a preview: nothing is answered yet, so an ellipsis stands wherever words would hold an answer."""

import msgspec

from surveys.expressions import Unreadable, pieces
from surveys.form import Field, Form, Item, Option, Text


def with_ellipses(form: Form) -> Form:
    """The form with "…" for each blank in what a preview shows of it."""
    items = tuple(_item(item) for item in form.items)
    lists = {name: tuple(_option(option) for option in options) for name, options in form.lists.items()}
    return msgspec.structs.replace(form, items=items, lists=lists)


def _item(item: Item) -> Item:
    if isinstance(item, Field):
        return msgspec.structs.replace(item, label=_text(item.label), constraint_message=_text(item.constraint_message))
    return msgspec.structs.replace(item, items=tuple(_item(each) for each in item.items))


def _option(option: Option) -> Option:
    return msgspec.structs.replace(option, label=_text(option.label))


def _text(text: Text) -> Text:
    return {language: _words(words) for language, words in text.items()}


def _words(words: str) -> str:
    try:
        return "".join(each if isinstance(each, str) else "…" for each in pieces(words))
    except Unreadable:
        return words
