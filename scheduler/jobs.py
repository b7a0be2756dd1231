"""The table of jobs. Each asks which rows are due and deals with them in short transactions; `bot` runs them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from models import access, conversations, forgetting
from models.announcements import progress
from scheduler import announcements, circles, freezes, peer_rounds, peers, reminders, resource_news, resources, surveys

STRANGERS = timedelta(days=30)
CONVERSATIONS = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Job:
    """Something to do every so often: `run` gets the moment and says how many rows it dealt with.

    It deals with `batch` rows at the most, where there may be many: after a full batch it is run again at once.
    """

    name: str
    every: timedelta
    run: Callable[[Connection, datetime], int]
    batch: int | None = None


def forget_strangers(db: Connection, moment: datetime) -> int:
    """Whoever wrote without ever joining is forgotten after a month."""
    return forgetting.forget_strangers(db, moment - STRANGERS)


def forget_conversations(db: Connection, moment: datetime) -> int:
    """What a conversation settled is in the tables; the conversation itself goes three months after its end."""
    return conversations.sweep(db, moment - CONVERSATIONS)


def forget_wrong_codes(db: Connection, moment: datetime) -> int:
    """Wrong codes count for an hour; a day later they are gone."""
    return access.forget_wrong_codes(db, moment - timedelta(days=1))


JOBS = (
    Job("forget_strangers", timedelta(hours=6), forget_strangers),
    Job("forget_conversations", timedelta(hours=6), forget_conversations),
    Job("forget_wrong_codes", timedelta(hours=1), forget_wrong_codes),
    Job("forget_missed_searches", timedelta(days=1), resources.forget_missed),
    Job("remind", timedelta(minutes=1), reminders.remind, reminders.BATCH),
    Job("end_prompts", timedelta(hours=1), reminders.end_prompts, reminders.BATCH),
    Job("tell_news", timedelta(minutes=5), resource_news.tell, resource_news.BATCH),
    Job("plan_waves", timedelta(seconds=10), surveys.plan, 1),
    Job("ask_surveys", timedelta(seconds=15), surveys.ask, 1),
    Job("catch_up_surveys", timedelta(seconds=15), surveys.catch_up, surveys.MANY),
    Job("clear_waves", timedelta(minutes=1), surveys.clear, surveys.MANY),
    Job("settle_freezes", timedelta(seconds=10), freezes.settle),
    Job("tell_freezes", timedelta(seconds=10), freezes.tell, freezes.BATCH),
    Job("forget_freezes", timedelta(days=1), freezes.forget),
    Job("choose_peers", timedelta(seconds=15), peers.choose, peers.BATCH),
    Job("move_introductions", timedelta(seconds=10), peers.move_on, peers.BATCH),
    Job("gather_circles", timedelta(seconds=15), circles.gather, circles.WISHES),
    Job("ask_for_circles", timedelta(seconds=15), circles.ask, circles.BATCH),
    Job("move_circles", timedelta(seconds=10), circles.move_on, circles.BATCH),
    Job("tell_rounds", timedelta(seconds=15), peer_rounds.tell, peer_rounds.BATCH),
    Job("forget_rounds", timedelta(days=1), peer_rounds.forget, peer_rounds.FORGOTTEN),
    Job("forget_peers", timedelta(hours=6), peers.forget, peers.FORGOTTEN),
    Job("begin_announcements", timedelta(seconds=2), announcements.begin),
    Job("spread_announcements", timedelta(seconds=2), announcements.spread, 1),
    Job("watch_announcements", timedelta(seconds=3), announcements.watch),
    Job("take_back_announcements", timedelta(seconds=5), announcements.take_back, progress.BATCH),
    Job("expire_announcements", timedelta(minutes=1), announcements.expire, progress.BATCH),
)
