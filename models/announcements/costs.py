"""What an announcement costs on WhatsApp: by the rates of the settings before, by what was sent afterwards.

Telegram costs nothing. Without rates nothing is told: an invented amount would be worse than none. Both numbers rather
say too much: not everybody asks to see what was announced, and the first messages of a month may be free.
"""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import NamedTuple, Protocol

from sqlalchemy import Connection, func, select

from dialogue.catalogues import languages
from dialogue.drawing.content import Content
from dialogue.drawing.whatsapp import as_text, carries, draw, with_file
from models import installation
from models.announcements.attached import Attached, attached
from models.announcements.contents import contents
from models.messages import DELIVERED, KNOCK, READ, SENT, Message

KEPT_AS = "whatsapp prices"
#: What has a price: Meta's rates by kind of message, and what the carrier takes for every one. Announcements have no
#: use for `utility`, which rate tables have all the same.
RATES = ("marketing", "utility", "service", "carrier")
_NEEDED = {"marketing", "service", "carrier", "currency"}
_PENNY = Decimal("0.01")


class Cost(NamedTuple):
    """An amount of money, in hundredths; `currency` is empty where no rates are set, and then nobody knows."""

    amount: Decimal
    currency: str

    @property
    def known(self) -> bool:
        """Whether there are rates."""
        return bool(self.currency)


class Rates(NamedTuple):
    """Of one message each: a template that announces, a message inside the window, and the carrier's part of either."""

    marketing: Decimal
    service: Decimal
    carrier: Decimal
    currency: str


class Reached(Protocol):
    """How many people of an audience are where, as `models.reach` counts them."""

    @property
    def by(self) -> Mapping[str, int]:
        """By "telegram", "whatsapp_open" and "whatsapp_closed"."""


UNKNOWN = Cost(Decimal(0), "")


def read(text: str) -> Rates:
    """The rates in `marketing=0.03,service=0.0085,carrier=0.005,currency=USD`. Raises `ValueError` with a sentence."""
    pairs = dict(part.strip().partition("=")[::2] for part in text.split(","))
    given = {name.strip(): value.strip() for name, value in pairs.items()}
    if given.keys() - {*RATES, "currency"} or len(given) < len(text.split(",")):
        raise ValueError(f"may hold {', '.join(RATES)} and currency, each once")
    if missing := sorted(_NEEDED - given.keys()):
        raise ValueError(f"says nothing of {', '.join(missing)}")
    currency = given.pop("currency")
    if not (len(currency) == 3 and currency.isascii() and currency.isupper()):
        raise ValueError("has to name its currency with three capital letters, such as USD")
    amounts = {name: _amount(name, value) for name, value in given.items()}
    return Rates(amounts["marketing"], amounts["service"], amounts["carrier"], currency)


def rates(db: Connection) -> Rates | None:
    """The rates of this installation, if they are set."""
    kept = installation.kept(db, KEPT_AS)
    return read(kept) if kept else None


def estimate(db: Connection, reach: Reached, pieces: int = 1) -> Cost:
    """What it costs at the most to reach these people, each with so many `pieces` (messages) on WhatsApp."""
    found = rates(db)
    if found is None:
        return UNKNOWN
    closed = reach.by.get("whatsapp_closed", 0)
    return _cost(found, closed, (closed + reach.by.get("whatsapp_open", 0)) * pieces)


def counted(db: Connection, announcement: int) -> Cost:
    """What has been sent of an announcement until now, at the rates of today."""
    found = rates(db)
    if found is None:
        return UNKNOWN
    sent = (
        select(Message.lane, Message.revision, func.count())
        .where(
            Message.announcement_id == announcement,
            Message.channel == "whatsapp",
            Message.state.in_((SENT, DELIVERED, READ)),
        )
        .group_by(Message.lane, Message.revision)
    )
    knocks = messages = 0
    for lane, revision, count in db.execute(sent):
        if lane == KNOCK:
            knocks += count
        else:
            messages += count * pieces(db, announcement, revision or 1)
    return _cost(found, knocks, messages)


def pieces(db: Connection, announcement: int, revision: int) -> int:
    """How many messages on WhatsApp one copy takes, in the language that takes most. Raises `LookupError`."""
    file, made = attached(db, announcement), contents(db, announcement, revision)
    return max(_drawn(made.content(language, {}), file) for language in languages())


def _drawn(content: Content, file: Attached | None) -> int:
    if file is None:
        return len(draw(content))
    return len(with_file(content, file.type) if carries(file.type) else as_text(content))


def _cost(found: Rates, knocks: int, messages: int) -> Cost:
    amount = knocks * (found.marketing + found.carrier) + messages * (found.service + found.carrier)
    return Cost(amount.quantize(_PENNY), found.currency)


def _amount(name: str, value: str) -> Decimal:
    try:
        amount = Decimal(value)
    except InvalidOperation:
        amount = Decimal("NaN")
    if not (amount.is_finite() and 0 <= amount < 1000):
        raise ValueError(f"has no amount for {name}: it is a number such as 0.0085")
    return amount
