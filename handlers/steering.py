"""An announcement under way: paused, resumed, corrected, cancelled, taken back, sent again to whom it did not reach."""

from collections.abc import Mapping

from sqlalchemy import Connection

from handlers import telling_staff
from handlers.deeds import Done, Who, deed, note
from models.announcements import correcting, counting, drafts, resending, steps, unchanged, undoing
from models.announcements.drafts import Words
from models.announcements.reading import Standing
from models.announcements.tables import CANCELLED, DONE, DRAFT, HELD, PAUSED, SENDING
from models.base import now

BEGUN = (SENDING, HELD, PAUSED, DONE, CANCELLED)


@deed
def pause(db: Connection, who: Who, standing: Standing) -> Done:
    """Send nothing more for now."""
    done = _stepped(db, who, standing, "paused", steps.pause(db, standing.id, "staff", now()))
    return Done("paused for nobody") if done.how == "paused" and counting.is_all_sent(db, standing) else done


@deed
def resume(db: Connection, who: Who, standing: Standing) -> Done:
    """Send on after a pause."""
    return _stepped(db, who, standing, "resumed", steps.resume(db, standing.id, now()))


@deed
def go_on(db: Connection, who: Who, standing: Standing) -> Done:
    """Let all others have it after the first part."""
    return _stepped(db, who, standing, "let go on", steps.go_on(db, standing.id, now()))


@deed
def cancel(db: Connection, who: Who, standing: Standing) -> Done:
    """Send nothing more for good; of how many people who will not get it."""
    count = steps.cancel(db, standing.id, now())
    if count is None:
        return Done("state")
    note(db, who, standing, "cancelled", people=count)
    return Done("dropped" if standing.state == DRAFT else "cancelled", count)


@deed
def correct(db: Connection, who: Who, standing: Standing, texts: Mapping[str, Words], *, tell: bool = False) -> Done:
    """Other words for whoever has not got it yet; how many have the old ones. With `tell` these get them, too."""
    if standing.state == DONE and not tell:
        return Done("told only", counting.report(db, standing.id).reached)
    if standing.state not in (*steps.LEFT, DONE):
        return Done("state")
    if tell and standing.valid_until <= now():
        return Done("too late")
    unchanged.keep_unchanged(db, standing.id, drafts.correct(db, standing.id, texts), now())
    reached = counting.report(db, standing.id).reached
    note(db, who, standing, "corrected", people=reached)
    if standing.approved_by is not None:
        telling_staff.corrected(db, standing.id, who.member)
    if tell and (told := correcting.tell(db, standing.id, now())):
        return _told(db, who, standing, told)
    too_late = reached and counting.is_all_sent(db, standing)
    return Done("corrected for nobody" if too_late else "corrected", reached)


@deed
def tell(db: Connection, who: Who, standing: Standing) -> Done:
    """Send the words of now, as a correction, to those who have older ones; how many."""
    if standing.state not in correcting.BEGUN:
        return Done("state")
    if standing.valid_until <= now():
        return Done("too late")
    told = correcting.tell(db, standing.id, now())
    return _told(db, who, standing, told) if told else Done("nobody to tell")


@deed
def undo(db: Connection, who: Who, standing: Standing) -> Done:
    """Delete from Telegram what was sent within the last two days; how many messages."""
    if standing.state not in BEGUN:
        return Done("state")
    count = undoing.undo(db, standing.id, now())
    if not count:
        return Done("nothing to undo")
    note(db, who, standing, "undone", messages=count)
    return Done("undone", count)


@deed
def resend(db: Connection, who: Who, standing: Standing, *, uncertain: bool = False) -> Done:
    """Send it again to those whom it did not reach; with `uncertain` also where nobody knows."""
    if standing.state not in resending.BEGUN:
        return Done("state")
    if standing.valid_until <= now():
        return Done("too late")
    count = resending.resend(db, standing.id, now(), uncertain=uncertain)
    if not count:
        return Done("nobody failed")
    note(db, who, standing, "sent again", people=count)
    return Done("again", count)


def _told(db: Connection, who: Who, standing: Standing, told: int) -> Done:
    note(db, who, standing, "correction sent", people=told)
    return Done("told when it goes on" if standing.state == PAUSED else "told", told)


def _stepped(db: Connection, who: Who, standing: Standing, action: str, taken: bool) -> Done:
    if not taken:
        return Done("state")
    note(db, who, standing, action)
    return Done(action)
