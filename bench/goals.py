"""What was wanted of Lazos, and whether one run shows it."""

from collections.abc import Iterator

from bench.announcements import goals as announcements
from bench.end_to_end import AIOGRAM, LAZOS, PTB, PTB_PERIOD
from bench.figures import table
from bench.filled import SQLITE
from bench.goal import Goal
from bench.measured import Measured, Name
from bench.measurements import CORE, END_TO_END, REMINDERS, RESOURCES, SENDING
from bench.peers import goals as peers
from bench.rounds import goals as rounds
from bench.surveys import goals as surveys

TELEGRAM, WHATSAPP, BOT = Name(SENDING, "lazos_telegram"), Name(SENDING, "lazos_whatsapp"), Name(SENDING, "ptb_bot")


def goals(measured: Measured) -> str:
    """What was wanted, what it is, and whether that is enough."""
    rows = []
    for goal in _goals():
        found = goal.measured(measured)
        if found is not None:
            told = found.told(0 if found.middle >= 100 else 2) + (" ×" if goal.other else "")
            rows.append([goal.what, told, "yes" if goal.met(found) else "no"])
    return f"### Goals\n\n{table(['wanted', 'measured', 'met'], rows)}"


def _goals() -> Iterator[Goal]:
    here, there = Name(END_TO_END, LAZOS), Name(END_TO_END, LAZOS, away=True)
    for other, away, least in ((PTB_PERIOD, False, 5.0), (PTB, False, 5.0), (PTB, True, 60.0), (AIOGRAM, False, 2.5)):
        what = f"replies/s ≥ {least:g} × {other}{_where(away)}"
        yield Goal(what, there if away else here, "rate", least=least, other=Name(END_TO_END, other, away))
    for other in (PTB, AIOGRAM):
        for away, name in ((False, here), (True, there)):
            what = f"p99 ≤ that of {other}{_where(away)}"
            yield Goal(what, name, "last", most=1.0, other=Name(END_TO_END, other, away))
    yield Goal("sending to Telegram ≥ 8 × `telegram.Bot`", TELEGRAM, "rate", least=8.0, other=BOT)
    yield Goal("sending to Telegram ≥ 1,000/s on one core", TELEGRAM, "rate", least=1000)
    yield Goal("sending to WhatsApp ≥ 1,000/s on one core", WHATSAPP, "rate", least=1000)
    yield Goal("messages that got the SID of another: none", WHATSAPP, "mistaken", most=0)
    reminders = Name(REMINDERS, SQLITE)
    yield Goal("a tick with nothing due, 100,000 people, < 1 ms", reminders, "idle", most=1.0)
    yield Goal("5,000 reminders due < 20 s", reminders, "total", most=20.0)
    yield Goal("nothing waits for them longer than 100 ms", reminders, "longest", most=100.0)
    yield from announcements.goals()
    yield from surveys.goals()
    yield from rounds.goals()
    yield from peers.goals()
    yield Goal("a search among 10,000 resources: p99 < 20 ms", Name(RESOURCES, SQLITE), "last", most=20.0)
    yield Goal("the last turn of a flow of 30 questions < 1 ms", Name(CORE), "last", most=1.0)
    yield Goal("a turn after 1,000 answers < 20 ms", Name(CORE), "after_many", most=20.0)


def _where(away: bool) -> str:
    return ", provider 50 ms away" if away else ""
