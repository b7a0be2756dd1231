"""Notes at the provider's side when each message came, and to whom: what a pace is measured by."""

import time
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Any

from bench.announcements.callbacks import Callbacks
from bench.load import Crowd
from tests.crowd import FIRST_CHAT

TELEGRAM, WHATSAPP = "telegram", "whatsapp"


class Watch:
    """What came so far, by channel, in seconds of `time.perf_counter`: everything, and what belongs to an announcement.

    The people who write are told what came to them, and the program what became of a message on WhatsApp.
    """

    def __init__(self, people: Crowd | None = None, callbacks: Callbacks | None = None) -> None:
        self.everything: dict[str, list[float]] = {TELEGRAM: [], WHATSAPP: []}
        self.announced: dict[str, list[float]] = {TELEGRAM: [], WHATSAPP: []}
        self.people, self.callbacks = people, callbacks

    def arrived(self, chat: int, text: str, buttons: list[tuple[str, str]]) -> None:
        """Something came to Telegram."""
        self._note(TELEGRAM, announced=chat > FIRST_CHAT)
        if chat < FIRST_CHAT and self.people is not None:
            self.people.arrived(chat, text, buttons)

    def texted(self, values: Mapping[str, Any], sid: str) -> None:
        """Something came to WhatsApp."""
        self._note(WHATSAPP, announced=True)
        if self.callbacks is not None:
            self.callbacks.texted(values, sid)

    @property
    def copies(self) -> int:
        """How many copies of announcements came so far."""
        return sum(map(len, self.announced.values()))

    def between(self, began: float, ended: float) -> int:
        """How many copies came in this time."""
        return sum(map(len, self._within(began, ended)))

    def rate(self, began: float, ended: float) -> float:
        """Copies a second in this time, from the first to the last on each channel: few of them are no even number."""
        found = [each for each in self._within(began, ended) if len(each) > 1]
        return sum((len(each) - 1) / (each[-1] - each[0]) for each in found)

    def _within(self, began: float, ended: float) -> list[list[float]]:
        every = self.announced.values()
        return [each[bisect_left(each, began) : bisect_left(each, ended)] for each in every]

    def most(self, channel: str) -> int:
        """How many messages came to a channel in the second in which most came."""
        return busiest(self.everything[channel])

    def _note(self, channel: str, *, announced: bool) -> None:
        moment = time.perf_counter()
        self.everything[channel].append(moment)
        if announced:
            self.announced[channel].append(moment)


def busiest(moments: Sequence[float]) -> int:
    """How many of these moments lie in one second, wherever it begins, at the most."""
    first = most = 0
    for place, moment in enumerate(moments):
        while moments[first] <= moment - 1.0:
            first += 1
        most = max(most, place - first + 1)
    return most
