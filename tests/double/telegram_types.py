"""Reads one parameter as the type its method declares, in JSON, form or multipart clothing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

INTEGER = re.compile(r"-?\d{1,19}\Z")
BOOLEANS = {"true": True, "false": False, "True": True, "False": False}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file part of a multipart body."""

    name: str
    type: str
    content: bytes


class Mismatch(Exception):
    """A value that is not of any declared type; the message says where and why."""


class Reader:
    """Knows the object types of a Bot API description; without one, any object passes for any type."""

    def __init__(self, types: dict[str, Any]) -> None:
        self._types = types

    def read(self, value: Any, types: Sequence[str], path: str, *, nested: bool = False) -> Any:
        """The value as Python data. Raises Mismatch."""
        items = [name.removeprefix("Array of ") for name in types if name.startswith("Array of ")]
        if len(items) > 1:
            whole = _json(value, "an array", path) if isinstance(value, str) and not nested else value
            return self._array(whole, items, path)
        problems = []
        for name in types:
            try:
                return self._one(value, name, path, nested)
            except Mismatch as mismatch:
                problems.append(mismatch)
        raise max(problems, key=lambda problem: str(problem).count("."))

    def _one(self, value: Any, name: str, path: str, nested: bool) -> Any:
        if name in ("Integer", "Float", "Boolean", "String", "InputFile"):
            return scalar(value, name, path, nested)
        if isinstance(value, str) and not nested:
            value = _json(value, name, path)
        if name.startswith("Array of "):
            return self._array(value, [name.removeprefix("Array of ")], path)
        return self._object(value, name, path)

    def _array(self, value: Any, items: list[str], path: str) -> list[Any]:
        if not isinstance(value, list):
            raise Mismatch(f"{path} must be an array of {' or '.join(items)}")
        return [self.read(item, items, f"{path}.{index}", nested=True) for index, item in enumerate(value)]

    def _object(self, value: Any, name: str, path: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise Mismatch(f"{path} must be {name}")
        known = self._types.get(name, {})
        if subtypes := known.get("subtypes"):
            return self._subtype(value, subtypes, path)
        if fields := known.get("fields"):
            return self._fields(value, fields, name, path)
        return value

    def _subtype(self, value: dict[str, Any], subtypes: list[str], path: str) -> dict[str, Any]:
        kinds = {name: self._kinds(name) for name in subtypes}
        fitting = [name for name in subtypes if value.get("type") in kinds[name] or not kinds[name]]
        if not fitting:
            raise Mismatch(f"{path}.type must be one of {sorted(kind for name in kinds for kind in kinds[name])}")
        read: dict[str, Any] = self.read(value, fitting, path, nested=True)
        return read

    def _kinds(self, name: str) -> list[str]:
        """The values the description allows for a subtype's `type`."""
        for field in self._types.get(name, {}).get("fields", []):
            if field["name"] == "type":
                return re.findall(r"(?:must be|always) [“\"]?(?!one of)(\w+)", field["description"])
        return []

    def _fields(self, value: dict[str, Any], fields: list[dict[str, Any]], name: str, path: str) -> dict[str, Any]:
        known = {field["name"]: field for field in fields}
        if unknown := value.keys() - known.keys():
            raise Mismatch(f"{path}.{min(unknown)} is not a field of {name}")
        for field in fields:
            if field["required"] and field["name"] not in value:
                raise Mismatch(f"{path}.{field['name']} is missing in {name}")
        if (kinds := self._kinds(name)) and value["type"] not in kinds:
            raise Mismatch(f"{path}.type must be {kinds[0]} in {name}")
        return {key: self.read(item, known[key]["types"], f"{path}.{key}", nested=True) for key, item in value.items()}


def scalar(value: Any, name: str, path: str, nested: bool) -> Any:
    """A single value: outside of JSON a number or a boolean may come as text."""
    if name == "InputFile":
        fits = isinstance(value, Upload)
    elif name == "String":
        fits = isinstance(value, str)
    elif isinstance(value, str) and not nested:
        return _from_text(value, name, path)
    elif name == "Boolean":
        fits = isinstance(value, bool)
    else:
        fits = isinstance(value, int if name == "Integer" else (int, float)) and not isinstance(value, bool)
    if not fits:
        raise Mismatch(f"{path} must be {name}")
    return value


def _from_text(value: str, name: str, path: str) -> Any:
    if name == "Boolean" and value in BOOLEANS:
        return BOOLEANS[value]
    if name == "Integer" and INTEGER.match(value):
        return int(value)
    if name == "Float" and re.fullmatch(r"-?\d+(\.\d+)?", value):
        return float(value)
    raise Mismatch(f"{path} must be {name}")


def _json(value: str, name: str, path: str) -> Any:
    try:
        return msgspec.json.decode(value)
    except msgspec.DecodeError:
        raise Mismatch(f"{path} must be {name} in JSON") from None
