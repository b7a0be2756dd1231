"""Would WhatsApp draw this template? Limits of quick replies and list pickers, on the rendered text where they hold."""

import re
from collections.abc import Iterator
from typing import Any

from tests.double.faults import Refused
from tests.double.rendering import VARIABLE, variables_in

Json = dict[str, Any]
BODY, TITLE, ITEM, DESCRIPTION, ID = 1024, 20, 24, 72, 200
SESSION_BUTTONS, APPROVED_BUTTONS, ITEMS = 3, 10, 10
NAME = re.compile(r"[A-Za-z0-9_]{1,16}\Z")
KINDS = frozenset(
    [
        *(f"twilio/{kind}" for kind in ("text", "media", "location", "list-picker", "call-to-action", "quick-reply")),
        *(f"twilio/{kind}" for kind in ("card", "catalog", "carousel", "flows", "schedule")),
        *(f"whatsapp/{kind}" for kind in ("card", "authentication", "flows")),
    ]
)
CATEGORIES = ("UTILITY", "MARKETING", "AUTHENTICATION")


def problems(kind: str, drawn: Json, *, approved: bool) -> Iterator[str]:
    """What is wrong with a rendered template. Texts that still hold a variable are not measured."""
    if kind == "twilio/quick-reply":
        yield from _quick_reply(drawn, APPROVED_BUTTONS if approved else SESSION_BUTTONS)
    elif kind == "twilio/list-picker":
        yield from _list_picker(drawn)
    limit = BODY if kind != "twilio/text" else 1600
    yield from _long("body", drawn.get("body") or "", limit)
    if kind in ("twilio/text", "twilio/quick-reply", "twilio/list-picker") and not (drawn.get("body") or "").strip():
        yield "body is empty"


def _quick_reply(drawn: Json, most: int) -> Iterator[str]:
    actions = drawn["actions"]
    if not 1 <= len(actions) <= most:
        yield f"{len(actions)} buttons, {most} are allowed"
    for action in actions:
        yield from _long("button title", action["title"], TITLE)
        yield from _long("button id", action.get("id") or "", ID)
    yield from _repeated("button title", [action["title"] for action in actions])
    yield from _repeated("button id", [action["id"] for action in actions if action.get("id")])


def _list_picker(drawn: Json) -> Iterator[str]:
    items = drawn["items"]
    if not 1 <= len(items) <= ITEMS:
        yield f"{len(items)} items, {ITEMS} are allowed"
    yield from _long("list button", drawn["button"], TITLE)
    for item in items:
        yield from _long("item", item["item"], ITEM)
        yield from _long("item description", item.get("description") or "", DESCRIPTION)
        yield from _long("item id", item["id"], ID)
        if not item["item"].strip() or not item["id"].strip():
            yield "an item or its id is empty"
    yield from _repeated("item id", [item["id"] for item in items])


def _long(what: str, text: str, limit: int) -> Iterator[str]:
    if len(text) > limit and not VARIABLE.search(text):
        yield f"{what} over {limit}: {len(text)}"


def _repeated(what: str, texts: list[str]) -> Iterator[str]:
    if len(set(texts)) < len(texts):
        yield f"the same {what} twice"


def check_content(body: Json) -> None:
    """A template to be created. Raises Refused."""
    types = {kind: part for kind, part in (body.get("types") or {}).items() if part is not None}
    if not types or types.keys() - KINDS:
        raise _refused(f"types {sorted(types.keys() - KINDS)} are unknown" if types else "types holds no content")
    _check_variables(variables_in(types), body.get("variables") or {})
    for kind, part in types.items():
        for problem in problems(kind, part, approved=True):
            raise _refused(f"{kind}: {problem}")


def _check_variables(names: list[str], samples: Json) -> None:
    if len(names) > 100 or len(samples) > 100:
        raise Refused(400, "Invalid variables. The max amount is 100", code=92002, rule="more than 100 variables")
    for name in [*names, *samples]:
        if not NAME.match(name):
            raise _refused(f"variable name {name!r}")
    numbers = sorted(int(name) for name in names if name.isdigit())
    if numbers != list(range(1, len(numbers) + 1)):
        raise _refused(f"variables are not in sequence: {numbers}")


def _refused(rule: str) -> Refused:
    return Refused(400, f"Invalid content: {rule}", code=20001, rule=rule)


def check_approval(content: Json, request: Json) -> None:
    """Can this be submitted at all? Raises Refused."""
    if not re.fullmatch(r"[a-z0-9_]{1,512}", str(request.get("name", ""))):
        raise _refused("the name of a template is lower-case letters, digits and _")
    if request.get("category") not in CATEGORIES:
        raise _refused(f"category must be one of {CATEGORIES}")
    if "twilio/list-picker" in content["types"]:
        raise _refused("a list-picker cannot be approved")


def rejection(content: Json) -> str:
    """Why WhatsApp would reject a submitted template, or nothing."""
    for part in content["types"].values():
        body = part.get("body") or ""
        names, words = VARIABLE.findall(body), len(VARIABLE.sub(" ", body).split())
        if re.match(r"\s*\{\{", body) or re.search(r"\}\}\s*\Z", body):
            return "Variables cannot be at the start or the end"
        if re.search(r"\}\}\s*\{\{", body):
            return "Variables cannot be next to each other"
        if names and words < 2 * len(names) + 1:
            return "Too many variables for the length of the message"
        if missing := set(variables_in(part)) - set(content.get("variables") or {}):
            return f"Sample values are missing: {sorted(missing)}"
    return ""
