"""Is this a call the Bot API would accept? Parameters against the description, then the limits it tells in prose."""

import json
from pathlib import Path
from typing import Any

from tests.double.faults import Refused
from tests.double.telegram_fallback import methods
from tests.double.telegram_limits import LIMITS, references
from tests.double.telegram_types import Mismatch, Reader, Upload

DESCRIPTION = "telegram-bot-api-10.1.paulsonoflars.api.json"
_read: dict[Path, dict[str, Any]] = {}


def description(specs: Path | None) -> dict[str, Any] | None:
    """The machine-readable Bot API, read once; None where the folder is absent."""
    path = specs / DESCRIPTION if specs else None
    if path is None or not path.is_file():
        return None
    if path not in _read:
        _read[path] = json.loads(path.read_text("utf-8"))
    return _read[path]


class TelegramRules:
    """Checks calls parameter by parameter. `from_specs` says whether against the machine-readable description."""

    def __init__(self, specs: Path | None) -> None:
        known = description(specs)
        self.from_specs = known is not None
        self.methods: dict[str, Any] = known["methods"] if known else methods()
        self._reader = Reader(known["types"] if known else {})

    def check(self, method: str, given: dict[str, Any]) -> dict[str, Any]:
        """The parameters as Python data. Raises Refused for the first rule they break."""
        known = self.methods.get(method)
        if known is None:
            raise Refused(404, "Not Found: method not found", rule="unknown method")
        fields = {field["name"]: field for field in known.get("fields", [])}
        used = references(given)
        for name in given.keys() - fields.keys() - used:
            raise Refused(400, f"Bad Request: unknown parameter {name}", rule=f"unknown parameter {name}")
        for name, field in fields.items():
            if field["required"] and given.get(name) in (None, ""):
                raise _missing(name, given)
        values = {name: self._value(given[name], field) for name, field in fields.items() if name in given}
        for limit in LIMITS:
            limit(method, values)
        return values | {name: given[name] for name in used}

    def _value(self, value: Any, field: dict[str, Any]) -> Any:
        name, types = field["name"], field["types"]
        if isinstance(value, Upload) and "InputFile" not in types:
            raise Refused(400, f"Bad Request: {name} cannot be a file", rule=f"file given as {name}")
        try:
            return self._reader.read(value, types, name)
        except Mismatch as mismatch:
            raise Refused(400, f"Bad Request: can't parse {name}: {mismatch}", rule=str(mismatch)) from None


def _missing(name: str, given: dict[str, Any]) -> Refused:
    rule = f"{name} is {'empty' if name in given else 'missing'}"
    text = "message text is empty" if name == "text" else f"parameter {name} is required"
    return Refused(400, f"Bad Request: {text}", rule=rule)
