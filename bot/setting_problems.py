"""Says what is wrong with settings, a line for each: the variable, the value's problem, an example."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings

_SHOWN = 60  # letters of a value
_KEYS = ("secret_keys", "lookup_keys")
_SENDERS = ("twilio_whatsapp_from", "twilio_messaging_service_sid")
_ACCOUNT = ("twilio_account_sid", "twilio_auth_token")


def lines_of(settings: type[BaseSettings], problem: ValidationError, given: Any) -> list[str]:
    """A line for each field that is wrong in itself."""
    return [_line(settings, error, given) for error in problem.errors(include_url=False, include_context=True)]


def missing_together(settings: type[BaseSettings], given: Mapping[str, Any], *, keys_required: bool) -> list[str]:
    """A line for each field that is missing because of what else is there, or is not."""
    return [_told(settings, name, what) for name, what in _missing(settings, given, keys_required=keys_required)]


def _missing(
    settings: type[BaseSettings], given: Mapping[str, Any], *, keys_required: bool
) -> Iterator[tuple[str, str]]:
    if keys_required:
        yield from ((name, "is not set; `lazos keygen` makes it") for name in _KEYS if not given.get(name))
    if given.get(_KEYS[0]) and given.get(_KEYS[0]) == given.get(_KEYS[1]):
        yield _KEYS[1], f"has to differ from {variable(settings, _KEYS[0])}; `lazos keygen` makes it"
    twilio = [name for name in (*_ACCOUNT, *_SENDERS) if given.get(name)]
    if twilio:
        because = f"is not set, but {variable(settings, twilio[0])} is"
        yield from ((name, because) for name in _ACCOUNT if name not in twilio)
        if not set(_SENDERS) & set(twilio):
            yield _SENDERS[0], f"{because} ({variable(settings, _SENDERS[1])} would do instead)"


def variable(settings: type[BaseSettings], name: str) -> str:
    """The environment variable of a field."""
    return f"{settings.model_config.get('env_prefix', '')}{name}".upper()


def _line(settings: type[BaseSettings], error: ErrorDetails, given: Any) -> str:
    name = str(error["loc"][0]) if error["loc"] else "settings"
    return _told(settings, name, f"{_shown(settings, name, given)}{_sentence(error)}")


def _told(settings: type[BaseSettings], name: str, what: str) -> str:
    field = settings.model_fields.get(name)
    example = f"; for example {variable(settings, name)}={field.examples[0]}" if field and field.examples else ""
    return f"{variable(settings, name)} {what}{example}"


def _sentence(error: ErrorDetails) -> str:
    cause = error.get("ctx", {}).get("error")
    if isinstance(cause, ValueError):
        return str(cause)
    return re.sub(r"^Input should be", "has to be", error["msg"]).removesuffix(", unable to parse string as an integer")


def _shown(settings: type[BaseSettings], name: str, given: Any) -> str:
    """The value, if it is no secret; people write passwords into addresses."""
    field = settings.model_fields.get(name)
    value = given.get(name) if isinstance(given, Mapping) else None
    if field is None or not field.repr or not isinstance(value, str) or "://" in value:
        return ""
    return f"({json.dumps(value[:_SHOWN], ensure_ascii=False)}) "
