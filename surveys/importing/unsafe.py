"""The published safety list: what is not asked in this programme, since it could harm whoever answers.

Everybody who answers works in police, prisons or justice. Where somebody is, which phone it is, and what a phone
records unasked are worth more to others than to any evaluation. `docs/surveys.md` publishes this list.
"""

import re
from collections.abc import Mapping

from dialogue.phrases import Phrase, _

WHY: Mapping[str, Phrase] = {
    "place": _("Where somebody is must not be known: it could put that person in danger."),
    "device": _("What identifies a phone or its owner is not collected."),
    "number": _("Phone numbers are not collected by a questionnaire."),
    "audit": _("How somebody fills in a questionnaire is not watched."),
    "recording": _("Nothing is recorded in the background."),
    "program": _("A program that comes with a questionnaire is not run: nobody here knows what it does."),
    "service": _("Answers are not sent to another service while somebody is answering."),
}
#: Reasons that lie in how an answer would be found, and not in what is asked.
OF_THE_WAY = (WHY["program"], WHY["service"])
_LIST: Mapping[str, str] = {
    "place": (
        r"(q |get |add )?(geopoint|geoshape|geotrace|gps|location)( prompt)?|start geopoint|background geopoint"
        r"|osm( .*)?|geo(point|shape|trace) map"
    ),
    "device": (
        r"(get |uri:)?(device ?id|imei|sim ?(id|serial)|subscriber ?id|username|email)|devicephonenum|device info"
    ),
    "number": r"(get |uri:)?phone ?number",
    "audit": r"audit|text audit|speed violations .*|meta audit",
    "recording": r"background audio|audio audit|sensor (statistic|stream) .*",
}
#: Functions of other programs that tell the same, and why they are not computed.
FUNCTIONS: Mapping[str, str] = {
    "device-info": "device",
    "collect-is-phone-app": "device",
    "phone-call-log": "recording",
    "phone-call-duration": "recording",
    "duration": "audit",
    "username": "device",
    "cht:extension-lib": "program",
    "plug-in-metadata": "program",
}
_PULLED: Mapping[str, str] = {
    "property": "device",
    "geopoint": "place",
    "exif": "place",
    "javascript": "program",
    "layer": "service",
}
_PULL = re.compile(r"pulldata\(\s*['\"“‘]@(\w+)")
_PATTERNS = {why: re.compile(pattern) for why, pattern in _LIST.items()}


def pulled(expression: str) -> str:
    """Why what an expression pulls from the device itself is on the list; empty if it pulls nothing of the kind."""
    found = _PULL.search(expression)
    return _PULLED.get(found[1], "") if found else ""


def reason(plain_type: str) -> str:
    """Why a type, written in small letters with spaces, is on the list: a key of `WHY`; empty if it is not."""
    return next((why for why, pattern in _PATTERNS.items() if pattern.fullmatch(plain_type)), "")
