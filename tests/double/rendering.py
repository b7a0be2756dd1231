"""Puts variables into a Content template and shows what a person would see of it."""

import re
from typing import Any

from tests.double.record import Button, Media

Json = dict[str, Any]
VARIABLE = re.compile(r"\{\{([^{}]*)\}\}")


def variables_in(value: Any) -> list[str]:
    """Names of the variables in a template's texts, in order of appearance, each once."""
    names = dict.fromkeys(VARIABLE.findall(str(value) if isinstance(value, str) else ""))
    if isinstance(value, dict):
        names = dict.fromkeys(name for item in value.values() for name in variables_in(item))
    if isinstance(value, list):
        names = dict.fromkeys(name for item in value for name in variables_in(item))
    return list(names)


def render(value: Any, variables: dict[str, str]) -> Any:
    """The same structure with every `{{name}}` replaced."""
    if isinstance(value, str):
        return VARIABLE.sub(lambda match: variables.get(match[1], match[0]), value)
    if isinstance(value, dict):
        return {key: render(item, variables) for key, item in value.items()}
    if isinstance(value, list):
        return [render(item, variables) for item in value]
    return value


def buttons(kind: str, drawn: Json) -> list[Button]:
    """What can be pressed in a rendered template."""
    if kind == "twilio/list-picker":
        items = drawn.get("items") or []
        return [Button(item["item"], item["id"], description=item.get("description") or "") for item in items]
    return [
        Button(action["title"], action.get("id") or "", action.get("url") or "")
        for action in drawn.get("actions") or []
    ]


def media(drawn: Json) -> list[Media]:
    urls = drawn.get("media") or []
    return [Media("media", url=url) for url in ([urls] if isinstance(urls, str) else urls)]
