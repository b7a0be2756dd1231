"""The forms of a WhatsApp address: a number or a business-scoped id, as it was received and as it is found by."""

import re

from phonenumbers import NumberParseException, parse, region_code_for_number

from models.contacts import Address

CHANNEL = "whatsapp"
PREFIX = "whatsapp:"

_PHONE = re.compile(r"\+?([1-9][0-9]{6,14})")
_SCOPED = re.compile(r"([A-Z]{2})\.(?:ENT\.)?[A-Za-z0-9]{1,128}")
#: Mexico and Argentina once put a digit before mobile numbers; Brazil's grew by a nine. Both forms still arrive.
_OLDER = (
    (re.compile(r"521([0-9]{10})"), r"52\1"),
    (re.compile(r"549([0-9]{10})"), r"54\1"),
    (re.compile(r"55([1-9][0-9])([6-9][0-9]{7})"), r"55\g<1>9\2"),
)
#: Where Spanish may be taken for granted. Elsewhere the person is asked.
_SPANISH = re.compile("AR|BO|CL|CO|CR|CU|DO|EC|ES|GQ|GT|HN|MX|NI|PA|PE|PR|PY|SV|UY|VE")


def address_of(sender: str, external: str = "") -> Address | None:
    """The address of whoever wrote: `sender` is Twilio's From, `external` its ExternalUserId. None: no such address."""
    raw, other = sender.strip(), external.strip()
    found = [name for name in (_name(raw), _name(other)) if name is not None]
    if not raw.startswith(PREFIX) or not found:
        return None
    names = tuple(dict.fromkeys(sorted(found, key=lambda name: not name.startswith("+"))))
    return Address(CHANNEL, raw, names, _language(names[0]))


def _name(address: str) -> str | None:
    """The canonical form: `+` and digits, or the business-scoped id without its prefix."""
    bare = address.removeprefix(PREFIX)
    if phone := _PHONE.fullmatch(bare):
        return f"+{_current(phone[1])}"
    return bare if _SCOPED.fullmatch(bare) else None


def _current(digits: str) -> str:
    for older, newer in _OLDER:
        if older.fullmatch(digits):
            return older.sub(newer, digits)
    return digits


def _language(name: str) -> str | None:
    scoped = _SCOPED.fullmatch(name)
    region = scoped[1] if scoped else "MX" if name.startswith("+52") else _region(name)
    return "es" if _SPANISH.fullmatch(region or "") else None


def _region(phone: str) -> str | None:
    try:
        return region_code_for_number(parse(phone))
    except NumberParseException:
        return None
