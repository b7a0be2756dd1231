"""Takes on copies of announcements for delivery: each is looked at afresh, and then goes out, waits, or is dropped."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select, update

from dialogue.drawing.content import Content
from models import outbox
from models.announcements import copies, fates, personal, undoing
from models.announcements.contents import contents
from models.announcements.copies import Copy, Knocking
from models.announcements.eligible import WORKS
from models.announcements.tables import DONE, HELD, SENDING, Announcement
from models.announcements.weighing import Fate, Situation, Take, fate, opened, speaks
from models.contacts import Contact
from models.knocks import knocks_approved
from models.messages import BULK, KNOCK, QUEUED, Message
from models.messages import SENDING as IN_THE_AIR
from models.outbox import Claimed
from models.preferences import Preferences
from models.sealing import vault
from models.statements import Prepared, Query
from models.zones import has_several, zone_of


class _Running(NamedTuple):
    id: int


_RUNNING = Query(select(Announcement.id).where(Announcement.state == SENDING).order_by(Announcement.id), _Running)
_TAKE = Prepared(
    update(Message)
    .where(Message.id == bindparam("message"), Message.state == QUEUED)
    .values(state=IN_THE_AIR, moved_at=bindparam("moment"), revision=bindparam("words"))
)
_TAKE_KNOCK = Prepared(
    update(Message)
    .where(Message.id == bindparam("message"), Message.state == QUEUED)
    .values(state=IN_THE_AIR, moved_at=bindparam("moment"))
)


class Batch(NamedTuple):
    """What goes out; and whether there may be more of it, also behind copies that were put off or that wait now."""

    going: list[Claimed]
    more: bool


def claim(db: Connection, channel: str, most: int, knocks: int, moment: datetime) -> Batch:
    """Take on up to `most` copies and knocks of the announcements that run, `knocks` of the latter at the most.

    Each announcement gets its share, so that a short one need not wait for a long one.
    """
    going: list[Claimed] = []
    more = False
    running = _RUNNING.all(db)
    for place, each in enumerate(running):
        share = -(-(most - len(going)) // (len(running) - place))
        if share <= 0:
            return Batch(going, more=True)
        found = copies.due(db, each.id, channel, moment, share)
        going += _weighed(db, found, moment)
        calls = _claim_knocks(db, each.id, channel, moment, min(knocks, share - len(found) // 2))
        knocks -= len(calls)
        going += calls
        more = more or len(found) + len(calls) >= share
    return Batch(going, more)


def claim_asked_for(db: Connection, channel: str, most: int, moment: datetime) -> list[Claimed]:
    """Take on copies whose people have written after a knock: they are replies."""
    return _weighed(db, copies.asked_for(db, channel, moment, most), moment)


def content_of_copy(db: Connection, message: int, moment: datetime) -> Content:
    """What one copy says, in the revision that was sent, if it was. Raises `LookupError` when it is no copy."""
    copy = copies.one(db, message, moment)
    if copy is None:
        raise LookupError("no such copy")
    sent = db.execute(select(Message.revision).where(Message.id == message)).scalar()
    before = copy.corrects if copy.corrects == sent else None  # the correction itself has not gone out yet
    copy = copy if before is None else copy._replace(corrects=None)
    return _contents(db, [copy], {copy.id: Take(speaks(copy))}, sent)[copy.id]


def content_before(db: Connection, message: int, moment: datetime) -> Content | None:
    """What a copy said before it was corrected; None for one that was not."""
    copy = copies.one(db, message, moment)
    if copy is None or copy.corrects is None:
        return None
    return _contents(db, [copy._replace(corrects=None)], {copy.id: Take(speaks(copy))}, copy.corrects)[copy.id]


def _weighed(db: Connection, found: Sequence[Copy], moment: datetime) -> list[Claimed]:
    """Decide on each copy, carry that out, and return what goes out."""
    if not found:
        return []
    approved = knocks_approved(db)
    decided = {copy.id: _fate(db, copy, approved, moment) for copy in found}
    fates.carry_out(db, found, decided, moment)
    going = [copy for copy in found if isinstance(decided[copy.id], Take)]
    said = _contents(db, going, decided)
    taken = [{"message": copy.id, "moment": moment, "words": copy.revision} for copy in going]
    if taken:
        _TAKE.run_many(db, taken)
    _take_off(db, going, moment)
    return [_claimed(db, copy, said[copy.id]) for copy in going]


def _take_off(db: Connection, going: Sequence[Copy], moment: datetime) -> None:
    """Where Telegram lets us, what a correction puts right disappears once it is there."""
    for copy in going:
        if copy.corrects is not None and copy.provider_id and copy.channel == undoing.CHANNEL:
            old = Content("", deletes=(copy.provider_id,))
            outbox.queue(db, copy.contact_id, copy.channel, old, moment, BULK)


def _fate(db: Connection, copy: Copy, approved: frozenset[str], moment: datetime) -> Fate:
    situation = Situation(moment, copy.valid_until, approved, copy.announcement_state in (SENDING, HELD, DONE))
    chosen = _chosen(db, copy)
    phones = _channels(db, copy.person_id) if chosen is not None and chosen.first_channel else frozenset()
    return fate(copy, chosen, _zone(db, copy), phones, situation)


def _contents(
    db: Connection, going: Sequence[Copy], decided: dict[int, Fate], revision: int | None = None
) -> dict[int, Content]:
    said: dict[int, Content] = {}
    for announcement in {copy.announcement_id for copy in going}:
        these = [copy for copy in going if copy.announcement_id == announcement]
        made = contents(db, announcement, revision or these[0].revision)
        values = personal.values(db, made.needs, these)
        for copy in these:
            how = decided[copy.id]
            language = how.language if isinstance(how, Take) else ""
            hers = values.get(copy.person_id, {})
            said[copy.id] = made.content(language, hers, corrects=copy.corrects is not None)
    return said


def _claimed(db: Connection, copy: Copy, content: Content) -> Claimed:
    address = vault(db).open(copy.address_sealed, "contact", "address", copy.contact_seal_id)
    return Claimed(
        copy.id, copy.contact_id, copy.tries + 1, address.decode(), content, copy.lane, (), copy.announcement_id
    )


def _claim_knocks(db: Connection, announcement: int, channel: str, moment: datetime, most: int) -> list[Claimed]:
    if most <= 0:
        return []
    found = copies.knocks_due(db, announcement, channel, moment, most)
    resting = {each.id: each.rests_until for each in found if each.rests_until and each.rests_until > moment}
    fates.let_rest(db, resting)
    going = [each for each in found if each.id not in resting]
    if going:
        _TAKE_KNOCK.run_many(db, [{"message": each.id, "moment": moment} for each in going])
    return [_knocking(db, each, announcement) for each in going]


def _knocking(db: Connection, each: Knocking, announcement: int) -> Claimed:
    address = vault(db).open(each.address_sealed, "contact", "address", each.contact_seal_id)
    content = outbox.content_of(db, each.seal_id, each.body_sealed)
    return Claimed(each.id, each.contact_id, each.tries + 1, address.decode(), content, KNOCK, (), announcement)


def _chosen(db: Connection, copy: Copy) -> Preferences | None:
    if copy.chosen_seal_id is None or copy.chosen_sealed is None:
        return None
    return opened(vault(db).open(copy.chosen_sealed, "preference", "value", copy.chosen_seal_id))


def _zone(db: Connection, copy: Copy) -> str:
    """Her zone; the municipality is opened only where it makes a difference."""
    place = None
    if copy.state is not None and copy.place_seal_id is not None and has_several(copy.state):
        place = vault(db).open_text(copy.place_sealed, "municipality", "name", copy.place_seal_id)
    return zone_of(copy.state, place)


def _channels(db: Connection, person: int) -> frozenset[str]:
    return frozenset(db.scalars(select(Contact.channel).where(Contact.person_id == person, WORKS)))
