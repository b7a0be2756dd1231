"""The parameters Twilio's REST and Content APIs take: from its OpenAPI files, or by hand where they are absent."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from tests.double.faults import Refused

Json = dict[str, Any]
FORM = "application/x-www-form-urlencoded"
CODES = {"ContentSid": 21655, "StatusCallback": 21609, "MessagingServiceSid": 21701, "To": 21604}
TEXT, WHOLE, YES_NO = {"type": "string"}, {"type": "integer"}, {"type": "boolean"}
MANY = {"type": "array", "items": TEXT}
PAGES = {"PageSize": WHOLE, "Page": WHOLE, "PageToken": TEXT}
BY_HAND: dict[str, Json] = {
    "CreateMessage": {
        **dict.fromkeys(("To", "From", "MessagingServiceSid", "Body", "ContentVariables"), TEXT),
        **dict.fromkeys(("ScheduleType", "SendAt", "StatusCallback", "ApplicationSid", "RiskCheck"), TEXT),
        **dict.fromkeys(("ValidityPeriod", "Attempt"), WHOLE),
        **dict.fromkeys(("SmartEncoded", "ShortenUrls", "SendAsMms", "ForceDelivery", "ProvideFeedback"), YES_NO),
        **dict.fromkeys(("MediaUrl", "PersistentAction"), MANY),
        "ContentSid": {"type": "string", "pattern": "^HX[0-9a-fA-F]{32}$"},
    },
    "ListMessage": PAGES | dict.fromkeys(("To", "From", "DateSent", "DateSent<", "DateSent>"), TEXT),
    "UpdateMessage": {"Body": TEXT, "Status": {"type": "string", "enum": ["canceled"]}},
    "ListMedia": PAGES | dict.fromkeys(("DateCreated", "DateCreated<", "DateCreated>"), TEXT),
    "ListContent": PAGES,
    "ListContentAndApprovals": PAGES,
}


@cache
def _document(path: Path) -> Json:
    document: Json = json.loads(path.read_text("utf-8"))
    return document


class TwilioSchemas:
    """`from_specs` says whether Twilio's own files are checked against."""

    def __init__(self, specs: Path | None) -> None:
        paths = [specs / "twilio_api_v2010.json", specs / "twilio_content_v1.json"] if specs else []
        documents = [_document(path) for path in paths if path.is_file()]
        self.from_specs = bool(documents) and len(documents) == len(paths)
        self.operations = dict(BY_HAND)
        self._content: Json = {}
        if self.from_specs:
            for document in documents:
                self.operations |= _operations(document)
            self._content = documents[1]["components"]["schemas"]

    def check(self, operation: str, given: dict[str, list[str]]) -> Json:
        """Form or query parameters as they are declared. Raises Refused for the first that does not fit."""
        known, values = self.operations.get(operation, {}), {}
        for name, texts in given.items():
            if name not in known:
                raise _refused(name, f"unknown parameter {name}")
            many = known[name].get("type") == "array"
            if len(texts) > 1 and not many:
                raise _refused(name, f"{name} given more than once")
            for text in texts:
                _fits(name, text, known[name].get("items", known[name]))
            values[name] = texts if many else texts[0]
        return values

    def check_body(self, schema: str, body: Any) -> None:
        """A JSON body against a named schema of the Content API."""
        if self._content:
            rules = {"$ref": f"#/components/schemas/{schema}", "components": {"schemas": self._content}}
            for problem in Draft202012Validator(rules).iter_errors(_without_nulls(body)):
                where = ".".join(map(str, problem.absolute_path)) or schema
                raise Refused(400, f"{where}: {problem.message}", code=20001, rule=f"{where}: {problem.message}")
        elif not isinstance(body, dict):
            raise Refused(400, "Body must be a JSON object", code=20001, rule=f"{schema} is no object")


def _operations(document: Json) -> dict[str, Json]:
    """Parameters of every operation: a form's fields, or what stands in the query."""
    schemas, found = document["components"]["schemas"], {}
    for methods in document["paths"].values():
        for operation in (value for value in methods.values() if isinstance(value, dict)):
            form = operation.get("requestBody", {}).get("content", {}).get(FORM, {}).get("schema", {})
            query = [part for part in operation.get("parameters", []) if part["in"] == "query"]
            fields = form.get("properties", {}) | {part["name"]: part["schema"] for part in query}
            found[operation.get("operationId", "")] = {
                name: schemas[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
                for name, schema in fields.items()
            }
    return found


def _fits(name: str, text: str, schema: Json) -> None:
    kind = schema.get("type")
    if "enum" in schema and text not in schema["enum"]:
        raise _refused(name, f"{name} must be one of {schema['enum']}")
    if "pattern" in schema and not re.search(schema["pattern"], text):
        raise _refused(name, f"{name} must match {schema['pattern']}")
    if kind == "integer" and not re.fullmatch(r"-?\d+", text):
        raise _refused(name, f"{name} must be a whole number")
    if kind == "boolean" and text.lower() not in ("true", "false"):
        raise _refused(name, f"{name} must be true or false")
    if kind == "integer" and not schema.get("minimum", -(2**63)) <= int(text) <= schema.get("maximum", 2**63):
        raise _refused(name, f"{name} is out of range")


def _refused(name: str, rule: str) -> Refused:
    return Refused(400, f"Invalid Parameter: {rule}", code=CODES.get(name, 20001), rule=rule)


def _without_nulls(value: Any) -> Any:
    """Twilio's own client writes every unset field as null."""
    if isinstance(value, dict):
        return {key: _without_nulls(item) for key, item in value.items() if item is not None}
    return [_without_nulls(item) for item in value] if isinstance(value, list) else value
