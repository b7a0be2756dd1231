"""Status callbacks: what becomes of an accepted message, in the order, number and disorder that a plan says."""

import asyncio
import random
from collections.abc import Coroutine, Sequence
from typing import Any

from tests.double.options import Plan
from tests.double.postman import Answer, Postman
from tests.double.record import Shown
from tests.double.twilio_fetching import fetch
from tests.double.twilio_messages import Messages
from tests.double.twilio_state import Json, TwilioState

CHANNEL_SID = "XE" + "0" * 28 + "d0b1"


class Receipts:
    """Posts callbacks to the StatusCallback given with each message, signed with its query."""

    def __init__(self, state: TwilioState, messages: Messages, postman: Postman) -> None:
        self._state, self._messages, self._postman = state, messages, postman
        self._chance = random.Random(state.options.seed)  # noqa: S311 -- must repeat
        self._under_way: set[asyncio.Task[Any]] = set()
        self.plan = state.options.receipts

    def accepted(self, resource: Json, code: int, rank: str) -> None:
        """Begin the callbacks that follow acceptance, beside the answer."""
        ranks = [(rank, code)] if code else [(name, 0) for name in self._ranks(self.plan)]
        shown = self._state.to_fetch.pop(resource["sid"], None)
        if shown is not None:
            self._begin(self._fetch(shown, ranks))
        elif resource["sid"] in self._state.callbacks and ranks:
            self._begin(self._post_all(resource["sid"], ranks))
        else:
            self._mark_all(resource["sid"], ranks)

    async def _fetch(self, shown: Shown, ranks: Sequence[tuple[str, int]]) -> None:
        code = await fetch(self._state, self._postman, shown)
        if not code:
            await self._messages.arrive(shown)
            await self._state.record.changed()
        told = [("failed", code)] if code else ranks
        if shown.id in self._state.callbacks:
            await self._post_all(shown.id, told)
        else:
            self._mark_all(shown.id, told)

    def _mark_all(self, sid: str, ranks: Sequence[tuple[str, int]]) -> None:
        for name, problem in ranks:
            self._messages.mark(sid, name, problem)

    def _ranks(self, plan: Plan | None) -> list[str]:
        if plan is None:
            return []
        ranks = [rank for rank in plan.ranks for _ in range(2 if plan.duplicated else 1)]
        if plan.shuffled:
            self._chance.shuffle(ranks)
        return ranks

    def _begin(self, posting: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(posting)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _post_all(self, sid: str, ranks: Sequence[tuple[str, int]]) -> None:
        for rank, code in ranks:
            await self.post(sid, rank, code)

    async def post(self, sid: str, rank: str, code: int = 0) -> Answer:
        """One callback, and the bot's answer. Raises KeyError when the message asked for none."""
        self._messages.mark(sid, rank, code)
        form = self._form(sid, rank) | ({"ErrorCode": str(code), "ErrorMessage": f"Error {code}"} if code else {})
        return await self._postman.twilio(self._state.callbacks[sid], form, charset=True)

    def _form(self, sid: str, rank: str) -> dict[str, str]:
        options, resource = self._state.options, self._state.messages[sid]
        to = str(resource["to"])
        masked = {"ChannelToAddress": to.removeprefix("whatsapp:")[:-4] + "XXXX"}
        structured = {"StructuredMessage": "false"} if rank == "sent" else {}
        return (
            structured
            | masked
            | {
                "ChannelPrefix": "whatsapp",
                "ApiVersion": "2010-04-01",
                "MessageStatus": rank,
                "SmsSid": sid,
                "SmsStatus": rank,
                "ChannelInstallSid": CHANNEL_SID,
                "To": to,
                "From": options.sender,
                "MessageSid": sid,
                "AccountSid": options.account_sid,
            }
        )

    async def quiet(self) -> None:
        """Wait until every callback begun so far has been answered."""
        while self._under_way:
            await asyncio.wait(set(self._under_way))

    async def close(self) -> None:
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
