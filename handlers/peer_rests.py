"""What peers are told while a freeze lasts: the same neutral words for everybody, whomever it concerns."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from dialogue.messages import Choice, Outgoing
from dialogue.phrases import Day, Phrase, _, lines
from handlers.peer_commands import buttons
from handlers.peer_delivering import deliver
from models import hours, preferences
from models.peers import aliases
from models.peers.rests_told import News


def tell(db: Connection, news: Sequence[News], moment: datetime) -> None:
    """Tell one person what rests from now on, and what goes on again; at the most one message for each."""
    for ended in (False, True):
        some = [each for each in news if each.ended == ended]
        if some:
            said = Outgoing(_goes_on(db, some) if ended else _rests(db, some), _choices(some) if ended else [])
            deliver(db, some[0].person, None, [said], moment)


def _rests(db: Connection, news: Sequence[News]) -> Phrase:
    head = _("Because of the programme’s safety precautions, this rests for now:")
    taken = [_("What was still on its way is not passed on.")] if any(each.withdrawn for each in news) else []
    tail = _("It is not over: I tell you when it goes on.")
    return lines(head, *(_line(db, each) for each in news), *taken, tail)


def _goes_on(db: Connection, news: Sequence[News]) -> Phrase:
    return lines(_("This goes on again:"), *(_line(db, each) for each in news))


def _line(db: Connection, news: News) -> Phrase:
    if news.alias is not None:
        return _("• Writing with “{alias}”", alias=aliases.said(news.alias))
    if not news.ended or news.answer_at is None:
        return _("• Looking for a peer")
    day = hours.local_date(preferences.rhythm_of(db, news.person), news.answer_at)
    return _("• Looking for a peer. If nobody can, I tell you on {day}", day=Day(day))


def _choices(news: Sequence[News]) -> list[Choice]:
    open_ones = [each.introduction for each in news if each.introduction is not None]
    return buttons(open_ones[0]) if len(open_ones) == 1 else []
