"""Phone numbers as they are compared and kept."""

import re

import phonenumbers

_WRITTEN = re.compile(r"(?:tel|cel)?[.:\s]*(\+?[\d()\s.\-]+?)(?:\s*(?:ext|x)[.\s]*\d{1,6})?", re.IGNORECASE)
_OLD_MOBILE = re.compile(r"\+?521(\d{10})")  # the 1 that Mexican mobiles had until 2019, and WhatsApp still shows
_OLD_PREFIX = re.compile(r"(?:\+?52)?(?:044|045|01)(\d{10})")

_LONGEST = 50  # characters, with an extension


def canonical(text: str, region: str = "MX") -> str | None:
    """`text` as +, country and number (E.164), the old Mexican mobile and dialling prefixes left out; or None.

    A number without a country belongs to `region`. Letters are not taken for digits.
    """
    written = _WRITTEN.fullmatch(text.strip().lstrip("'")) if len(text) <= _LONGEST else None
    if written is None:
        return None
    digits = re.sub(r"[^\d+]", "", written[1])
    old = _OLD_MOBILE.fullmatch(digits) or (_OLD_PREFIX.fullmatch(digits) if region == "MX" else None)
    try:
        number = phonenumbers.parse(f"+52{old[1]}" if old else digits, region)
    except phonenumbers.NumberParseException:
        return None
    possible = phonenumbers.is_possible_number_with_reason(number) == phonenumbers.ValidationResult.IS_POSSIBLE
    written_out: str = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return written_out if possible and not written_out.startswith("+520") else None
