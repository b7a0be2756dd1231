"""People who write to a bot: each waits for the reply before she writes again, and perhaps thinks about it."""

import asyncio
import json
import time
from collections.abc import Iterator
from itertools import count, cycle
from random import uniform
from typing import Any, NamedTuple

from bench.contenders.questions import CONVERSATION, Step
from bench.wire import Line

SECRET = "invented-secret-of-the-bench"
FIRST_CHAT = 700_000_001
PEOPLE = 3_000  # take turns to be among those who write, so that nobody writes faster than a person may
PATIENCE = 600.0  # seconds; one contender stands still for minutes when it writes its file

_HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET}


class WrongReply(Exception):
    """A contender did not answer what it should have."""


class Reply(NamedTuple):
    """What came to a person, and when (seconds of `time.perf_counter`)."""

    at: float
    text: str
    buttons: list[tuple[str, str]]


class Crowd:
    """`at_once` people who talk to the webhooks at `urls`, in turn. `took` has (moment, seconds) of every reply so far.

    Each thinks for `thinks` seconds on average before she writes again.
    """

    def __init__(self, *urls: str, at_once: int, thinks: float = 0.0) -> None:
        self.took: list[tuple[float, float]] = []
        self._urls, self._at_once, self._thinks = cycle(urls), at_once, thinks
        self._chats = cycle(range(FIRST_CHAT, FIRST_CHAT + PEOPLE))
        self._waiting: dict[int, asyncio.Future[Reply]] = {}
        self._ids: Iterator[int] = count(1)
        self._stopping = False

    def arrived(self, chat: int, text: str, buttons: list[tuple[str, str]]) -> None:
        """Something has come to a person."""
        waiting = self._waiting.pop(chat, None)
        if waiting is None or waiting.done():
            raise WrongReply(f"nobody expects {text!r}")
        waiting.set_result(Reply(time.perf_counter(), text, buttons))

    async def talk(self) -> None:
        """Hold conversations until `stop`, and hear the last reply; it may begin anew. Raises `WrongReply`."""
        self._stopping = False
        async with asyncio.TaskGroup() as group:
            for _ in range(self._at_once):
                group.create_task(self._one_after_another())

    def stop(self) -> None:
        """Write no more."""
        self._stopping = True

    async def _one_after_another(self) -> None:
        line = await Line.to(next(self._urls), _HEADERS)
        while not self._stopping:
            chat, reply = next(self._chats), None
            for step in CONVERSATION:
                if self._thinks:
                    await asyncio.sleep(self._thinks * uniform(0.5, 1.5))
                if not self._stopping:
                    reply = await self._exchange(line, chat, step, reply)
        line.close()

    async def _exchange(self, line: Line, chat: int, step: Step, shown: Reply | None) -> Reply:
        waiting: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self._waiting[chat] = waiting
        body = json.dumps(self._update(chat, step.says, shown)).encode()
        began = time.perf_counter()
        async with asyncio.timeout(PATIENCE):
            status = await line.post(body)
            if status != 200:
                raise WrongReply(f"status {status} for {step.says!r}")
            reply = await waiting
        if len(reply.buttons) != step.buttons:
            raise WrongReply(f"{reply.text!r} for {step.says!r}")
        self.took.append((reply.at, reply.at - began))
        return reply

    def _update(self, chat: int, says: str | int, shown: Reply | None) -> dict[str, Any]:
        number = next(self._ids)
        sender = {"id": chat, "is_bot": False, "first_name": "Ana", "last_name": "Ejemplo", "language_code": "es"}
        where = {"id": chat, "type": "private", "first_name": "Ana", "last_name": "Ejemplo"}
        message: dict[str, Any] = {"message_id": number, "chat": where, "date": int(time.time())}
        if isinstance(says, str) or shown is None:
            return {"update_id": number, "message": message | {"from": sender, "text": says}}
        message["text"], data = shown.text, shown.buttons[says][1]
        press = {"id": str(number), "from": sender, "message": message, "chat_instance": "1", "data": data}
        return {"update_id": number, "callback_query": press}
