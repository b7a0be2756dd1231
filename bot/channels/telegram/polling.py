"""Fetches Telegram's updates, for those whom Telegram cannot reach.

An update is confirmed, by asking for what comes after it, once all that came with it is durable. What was durable but
not confirmed when the program died comes again, and the store knows it. Telegram lets only one program fetch, so of
several processes the holder of the lease "polling" does.
"""

import asyncio
import logging
from contextlib import suppress
from typing import Any

import msgspec
import structlog
from telegram.error import NetworkError
from yarl import URL

from bot.channels.base import Inbox, RetryLater, SendError
from bot.channels.telegram.batches import Batch, NotUpdates, alone, batch
from bot.channels.telegram.intake import Intake
from bot.channels.telegram.refusals import BY_POLLING, BY_WEBHOOK, refusal, refuses_the_bot
from bot.channels.telegram.registering import UPDATES
from bot.channels.telegram.request import Request
from bot.leases import Lease

WAIT = 50.0  # seconds for which Telegram holds an empty answer back, at the most
MOST = 100  # updates in one answer
FIRST_DELAY = 1.0  # seconds before it is tried again; each time twice as long
LONGEST_DELAY = 30.0
BREATH = 0.1  # seconds after an empty answer, in case whoever gave it does not wait
LEAVE = 1.0  # seconds that answers to presses may still take when the program stops

WELL, FAILED, REFUSED = "telegram.polling", "telegram.polling.failed", "telegram.token.refused"
CONFLICTS = {
    BY_WEBHOOK: "telegram.polling.conflict: a webhook was set: end its program, restart this one",
    BY_POLLING: "telegram.polling.conflict: another program polls for this bot: end one of them",
}

log = structlog.get_logger()


class Poller:
    """Hands what it fetches to `inbox` while this process holds `lease`.

    `root` is the address of the bot's methods, token and last slash included.
    """

    def __init__(self, root: str, inbox: Inbox, lease: Lease) -> None:
        self._root, self._lease = root, lease
        self._intake = Intake(inbox, self._pressed)
        self._request = Request()  # of its own, so that sending never waits for it, nor it for sending
        self._offset: int | None = None
        self._limit = MOST
        self._ours = False  # whether the webhook is gone, with which Telegram gives nothing away
        self._said = ""
        self._polling: asyncio.Task[None] | None = None
        self._answers: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Begin in the background."""
        await self._request.initialize()
        self._polling = asyncio.create_task(self._while_held())

    async def stop(self) -> None:
        """Let go at once, of what is being handed in too: it was not confirmed."""
        if self._polling is not None:
            self._polling.cancel()
            await asyncio.wait([self._polling])
        await self._lease.close()
        with suppress(TimeoutError):
            async with asyncio.timeout(LEAVE):
                await asyncio.gather(*self._answers)
        await self._request.shutdown()

    async def _while_held(self) -> None:
        """Fetch as long as the lease is ours; what is in the air then comes again to whoever has it next."""
        while True:
            await self._lease.held()
            self._offset, self._ours = None, False
            polling = asyncio.create_task(self._poll())
            try:
                await self._lease.lost.wait()
            finally:
                polling.cancel()
                await asyncio.wait([polling])

    async def _poll(self) -> None:
        delay = FIRST_DELAY
        while True:
            problem = await self._attempt()
            if problem is None:
                delay = FIRST_DELAY
                continue
            wait = max(delay, _asked_for(problem))
            self._say(_event(problem), error=_name(problem), delay=wait)
            await asyncio.sleep(wait)
            delay = min(2 * delay, LONGEST_DELAY)

    async def _attempt(self) -> Exception | None:
        try:
            if not self._ours:
                await self._call("deleteWebhook", {"drop_pending_updates": False})
                self._ours = True
                self._say(WELL)
            await self._fetch()
            self._say(WELL)
        except Exception as problem:  # whatever it is, what was not confirmed is still there
            return problem
        return None

    async def _fetch(self) -> None:
        asked = {"offset": self._offset or 0, "limit": self._limit, "timeout": int(WAIT), "allowed_updates": UPDATES}
        found = self._taken_apart(await self._call("getUpdates", asked, WAIT))
        await self._intake.take(found.updates)
        if found.updates and found.offset is None:
            raise NotUpdates
        self._offset = found.offset
        if not found.updates:
            await asyncio.sleep(BREATH)

    def _taken_apart(self, answer: bytes) -> Batch:
        """Where one update spoils the whole answer, they are asked for one by one until it is passed."""
        try:
            found = batch(answer, self._offset)
        except NotUpdates:
            if self._limit == MOST:
                self._limit = 1
                return Batch([], self._offset)
            found, self._limit = alone(answer), MOST
        if not found.updates:
            self._limit = MOST
        return found

    def _pressed(self, id: str) -> None:
        answer = asyncio.create_task(self._answer(id))
        self._answers.add(answer)
        answer.add_done_callback(self._answers.discard)

    async def _answer(self, id: str) -> None:
        """Stop the wheel on the phone; where that fails it stops by itself."""
        with suppress(SendError, NetworkError):
            await self._call("answerCallbackQuery", {"callback_query_id": id})

    async def _call(self, method: str, parameters: dict[str, Any], patience: float = 0.0) -> bytes:
        """The good answer to a call. Raises `SendError`, or `NetworkError`."""
        url, body = URL(self._root + method), msgspec.json.encode(parameters)
        status, answer = await self._request.post_json(url, body, patience)
        if status != 200:
            raise refusal(status, answer)
        return answer

    def _say(self, event: str, error: str | None = None, delay: float | None = None) -> None:
        """Log what is wrong when it begins, and that all is well when that begins."""
        if event == self._said:
            return
        self._said = event
        if event == WELL:
            log.info(event)
        else:
            log.log(logging.ERROR if event == REFUSED else logging.WARNING, event, error=error, delay=delay)


def _asked_for(problem: Exception) -> float:
    """The wait that Telegram wants, in seconds."""
    return problem.delay or 0.0 if isinstance(problem, RetryLater) else 0.0


def _event(problem: Exception) -> str:
    if not isinstance(problem, SendError):
        return FAILED
    return REFUSED if refuses_the_bot(problem) else CONFLICTS.get(problem.code, FAILED)


def _name(problem: Exception) -> str:
    return problem.code.replace(" ", "-") if isinstance(problem, SendError) else type(problem).__name__
