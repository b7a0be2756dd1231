"""How a double is set up: invented accounts, how strict, how slow, and where the bot listens."""

from dataclasses import dataclass, field
from pathlib import Path

SPECS = Path(__file__).resolve().parents[3] / "shared" / "specs"


@dataclass(frozen=True, slots=True)
class Plan:
    """Which status callbacks follow an accepted message, in which order, how often. Seeded shuffling."""

    ranks: tuple[str, ...] = ("sent", "delivered")
    duplicated: bool = False
    shuffled: bool = False
    seed: int = 0


@dataclass(slots=True)
class Options:
    """`latency` is in seconds; `webhook` is where the bot really listens, `public_url` how providers call it."""

    host: str = "127.0.0.1"
    port: int = 0
    media_port: int = 0
    check: bool = True
    keep: bool = True
    latency: float = 0.0
    known_only: bool = False
    webhook: str = ""
    public_url: str = ""
    specs: Path | None = field(default_factory=lambda: SPECS)
    telegram_token: str = "1000000001:AAinvented-token-of-the-double-0001"
    account_sid: str = "AC" + "0" * 28 + "d0b1"
    auth_token: str = "0" * 24 + "1e57d0b1"
    sender: str = "whatsapp:+15005550006"
    service_sid: str = "MG" + "0" * 28 + "d0b1"
    receipts: Plan | None = field(default_factory=Plan)
    seed: int = 0
