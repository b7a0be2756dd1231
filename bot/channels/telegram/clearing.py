"""Takes messages off a chat: hers and ours, as far as Telegram lets a bot."""

from collections.abc import Iterator, Sequence

import msgspec
from yarl import URL

from bot.channels.base import RetryLater, Uncertain, WrongContent
from bot.channels.telegram.calling import answered
from bot.channels.telegram.request import Request

AT_ONCE = 100  # messages in one call


class _Call(msgspec.Struct):
    chat_id: int
    message_ids: Sequence[int]


class Clearer:
    """Calls deleteMessages at `url`."""

    def __init__(self, request: Request, url: URL) -> None:
        self._request, self._url = request, url

    async def clear(self, chat: int, deletes: Sequence[str]) -> None:
        """Delete these, by the ids of what was sent and the keys of what came in. Raises a `SendError`.

        What cannot be deleted, or is not there any more, is left. Deleting twice harms nobody, so that whatever is
        uncertain may be tried again.
        """
        ids = sorted(set(_ids(chat, deletes)))
        for start in range(0, len(ids), AT_ONCE):
            await self._delete(chat, ids[start : start + AT_ONCE])

    async def _delete(self, chat: int, ids: Sequence[int]) -> None:
        """One message that may not go keeps all of its call from going, so the rest is tried in halves."""
        try:
            await answered(self._request.post_json(self._url, msgspec.json.encode(_Call(chat, ids))))
        except Uncertain as problem:
            raise RetryLater(problem.code) from None
        except WrongContent:
            half = len(ids) // 2
            for part in (ids[:half], ids[half:]) if half else ():
                await self._delete(chat, part)


def _ids(chat: int, deletes: Sequence[str]) -> Iterator[int]:
    """Ids of a message in parts stand with spaces between; the key of one that came in begins with its chat."""
    for each in deletes:
        parts = each.split(":")
        ids = parts[0].split() if len(parts) == 1 else parts[1:2] if parts[0] == str(chat) else []
        yield from (int(id) for id in ids if id.isdecimal())
