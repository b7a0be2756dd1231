"""Looks up at Twilio what may have been accepted before its answer was lost, so that it is neither lost nor sent twice.

Twilio's list is asked for the person, and what stands there is told apart by our own ids, the time and the words. It
was never accepted only if nothing stands there that might be it; wherever there is a doubt, staff decide.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

import structlog
from sqlalchemy import Connection

from bot.channels.base import Unreachable
from bot.channels.whatsapp.addresses import CHANNEL
from bot.channels.whatsapp.codes import meaning, outcome, translated
from bot.channels.whatsapp.parsing import STATES
from dialogue.drawing.knocks import knock
from dialogue.drawing.whatsapp import GUARD, Kind, Piece, as_text, draw, with_file
from models import contacts, put_right, receipts, uncertain
from models.messages import FAILED, SENT
from models.store import Store
from models.uncertain import Lost

AT_ONCE = 100  # messages looked up in one go
LISTED = 100  # messages of one person; with more of them since, the list tells nothing for certain
SKEW = timedelta(minutes=10)  # by which clocks may differ: what we know has its id, so that a wide look costs nothing

log = structlog.get_logger()


class Finder:
    """Asks Twilio's `client` about what is uncertain in the `store`."""

    def __init__(self, client: Any, store: Store) -> None:
        self._client, self._store = client, store
        self._for_staff: dict[int, datetime] = {}  # what could not be told, by when it was

    async def find(self, moment: datetime) -> int:
        """Settle what can be settled; how many messages. Raises a `SendError` when Twilio cannot be asked."""
        self._for_staff = {id: at for id, at in self._for_staff.items() if moment - at <= uncertain.LATEST}
        lost = await self._store.read(uncertain.lost, CHANNEL, moment, AT_ONCE, list(self._for_staff))
        by_person = groupby(sorted(lost, key=lambda one: (one.contact, one.id)), key=lambda one: one.contact)
        return sum([await self._look_up(list(each), moment) for _, each in by_person])

    async def _look_up(self, lost: Sequence[Lost], moment: datetime) -> int:
        """What was lost on its way to one person."""
        with translated():
            listed = await self._client.messages.list_async(to=lost[0].address, limit=LISTED, page_size=LISTED)
        ours = [message for message in listed if (message.direction or "").startswith("outbound")]
        known = await self._store.read(uncertain.known, lost[0].contact, moment)
        others = [message for message in ours if message.sid not in known]
        matched = _matched(lost, others)
        for one, message in matched:
            await self._store.write(_found, one, message, moment)
        left = [message for message in others if message not in [found for _, found in matched]]
        trusted = not known or len(others) < len(ours)  # a list without anything that we know is somebody else's
        missing = [one for one in lost if one not in [found for found, _ in matched]]
        never = [
            await self._settle(one, moment, told=trusted and _reaches(listed, one) and not _near(one, left))
            for one in missing
        ]
        return len(matched) + sum(never)

    async def _settle(self, one: Lost, moment: datetime, *, told: bool) -> bool:
        """What does not stand in the list goes out again, if the list can tell."""
        if not told:
            log.warning("whatsapp.left_to_staff", message=one.id)
            self._for_staff[one.id] = moment
            return False
        state = await self._store.write(uncertain.not_there, one, moment)
        log.info("whatsapp.never_accepted", message=one.id, state=state)
        return state is not None


def _matched(lost: Sequence[Lost], others: Sequence[Any]) -> list[tuple[Lost, Any]]:
    """What can only be this message, with what is only there for it."""
    fits = [(one, message) for one in lost for message in _near(one, others) if _says(message, one)]
    return [
        (one, message)
        for one, message in fits
        if sum(one is other for other, _ in fits) == 1 and sum(message is other for _, other in fits) == 1
    ]


def _found(db: Connection, one: Lost, listed: Any, moment: datetime) -> None:
    """Note the id, and what has become of it since."""
    if not uncertain.found(db, one.id, listed.sid, moment):
        return
    state = STATES.get(listed.status, FAILED if listed.status == "canceled" else SENT)
    error = str(listed.error_code) if state == FAILED and listed.error_code else None
    if state != SENT:
        receipts.apply(db, one.id, outcome(state, error), error, moment, listed.sid)
    if error is not None and meaning(error) is Unreachable:
        contacts.unreachable(db, one.contact, moment)
        put_right.skip_rest(db, [one.contact], moment)


def _near(one: Lost, messages: Sequence[Any]) -> list[Any]:
    """Those that were accepted while `one` was on its way."""
    return [message for message in messages if _is_near(message, one)]


def _is_near(message: Any, one: Lost) -> bool:
    created = message.date_created
    return created is None or one.since - SKEW <= created <= one.until + SKEW


def _reaches(listed: Sequence[Any], one: Lost) -> bool:
    """Whether the list goes back far enough."""
    if len(listed) < LISTED:
        return True
    return any(message.date_created is not None and message.date_created < one.since - SKEW for message in listed)


def _says(message: Any, one: Lost) -> bool:
    """Whether it says what `one` says at its end; of several messages the last one has the id."""
    with_file = (message.num_media or "0") != "0"
    return (_bare(message.body or ""), with_file) in set(_ends(one))


def _ends(one: Lost) -> Iterator[tuple[str, bool]]:
    """What may stand at its end: drawn with buttons, or as words where there was no template."""
    for pieces in (_drawn(one), as_text(one.content)):
        if pieces:
            yield _bare(pieces[-1].text), pieces[-1].kind is Kind.FILE


def _drawn(one: Lost) -> list[Piece]:
    if one.content.knock:
        return [knock(one.content.text, one.content.language)]
    return draw(one.content) if one.file is None else with_file(one.content, one.file)


def _bare(text: str) -> str:
    return " ".join(text.replace(GUARD, "").split())
