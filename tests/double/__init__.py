"""One strict double of both providers, for tests, benchmarks and fault campaigns."""

from tests.double.faults import (
    Fault,
    blocked,
    chat_not_found,
    deactivated,
    dropped,
    flood,
    later,
    lost,
    refused,
    server_error,
    slow,
)
from tests.double.options import Options, Plan
from tests.double.postman import Answer
from tests.double.record import Button, Media, Shown, Violation
from tests.double.server import Double

__all__ = [
    "Answer",
    "Button",
    "Double",
    "Fault",
    "Media",
    "Options",
    "Plan",
    "Shown",
    "Violation",
    "blocked",
    "chat_not_found",
    "deactivated",
    "dropped",
    "flood",
    "later",
    "lost",
    "refused",
    "server_error",
    "slow",
]
