"""Access cards to print and cut: eight on a Letter page; whose card it is stands in the margin, which is cut off."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import BinaryIO
from zoneinfo import ZoneInfo

from bot import card_paper
from bot.card_drawing import HEIGHT, WIDTH, Card, draw_card
from bot.card_paper import BOLD, PLAIN, Paper, width
from bot.invites import NAMES, Invites

ACROSS, DOWN = 2, 4
LEFT = (card_paper.WIDTH - ACROSS * WIDTH) / 2
TOP = (card_paper.HEIGHT - DOWN * HEIGHT) / 2

_WEST = ZoneInfo("America/Tijuana")  # where in Mexico a day begins last
_GAP, _MARK = 2.0, 5.0  # millimetres: from the cards to a mark, and its length
_CROSS = 2.0
_NAME = 44.0  # how long a name may be


def write_pdf(file: BinaryIO, made: Invites, languages: Sequence[str], done: Callable[[], None]) -> None:
    """Write one card a person, in the order of the table; `done` is called for each."""
    paper = Paper(file)
    cards = cards_of(made)
    for start in range(0, max(len(cards), 1), ACROSS * DOWN):
        _draw_marks(paper)
        for place, card in enumerate(cards[start : start + ACROSS * DOWN]):
            column, row = place % ACROSS, place // ACROSS
            left, top = LEFT + column * WIDTH, TOP + row * HEIGHT
            draw_card(paper, card, left, top, languages)
            _draw_holder(paper, card, left=column == 0, top=top)
            done()
        paper.end_page()
    paper.save()


def cards_of(made: Invites) -> list[Card]:
    """The table's rows as cards."""
    return [_card(dict(zip(made.header, row, strict=True))) for row in made.rows]


def _draw_marks(paper: Paper) -> None:
    """Where to cut: marks around the cards, and small crosses where four of them meet."""
    downs = [TOP + row * HEIGHT for row in range(DOWN + 1)]
    acrosses = [LEFT + column * WIDTH for column in range(ACROSS + 1)]
    right, bottom = acrosses[-1], downs[-1]
    for down in downs:
        paper.line(LEFT - _GAP - _MARK, down, LEFT - _GAP, down)
        paper.line(right + _GAP, down, right + _GAP + _MARK, down)
    for across in acrosses:
        paper.line(across, TOP - _GAP - _MARK, across, TOP - _GAP)
        paper.line(across, bottom + _GAP, across, bottom + _GAP + _MARK)
        for down in downs[1:-1] if LEFT < across < right else ():
            paper.line(across - _CROSS, down, across + _CROSS, down)
            paper.line(across, down - _CROSS, across, down + _CROSS)


def _draw_holder(paper: Paper, card: Card, top: float, *, left: bool) -> None:
    """Whose card it is, in the margin beside it."""
    paper.write(str(card.person), LEFT - 8 if left else card_paper.WIDTH - LEFT + 8, top + 9, BOLD, 11)
    places = (LEFT - 10, LEFT - 5) if left else (card_paper.WIDTH - LEFT + 7, card_paper.WIDTH - LEFT + 12)
    for name, across in zip(card.names, places, strict=False):
        size = min(9, 9 * _NAME / max(width(name, PLAIN, 9), 1))
        paper.write_upward(name, across, top + HEIGHT - 4, PLAIN, size)


def _card(row: dict[str, object]) -> Card:
    code, telegram, whatsapp = (str(row[name]) for name in ("code", "telegram_link", "whatsapp_link"))
    names = tuple(str(row[name] or "") for name in NAMES if name in row)
    return Card(int(str(row["person"])), code, telegram, whatsapp, _last_day(str(row["expires_at"])), names)


def _last_day(expires_at: str) -> date:
    """The last day on which the code is good from morning to night, anywhere in Mexico."""
    return datetime.fromisoformat(expires_at).astimezone(_WEST).date() - timedelta(days=1)
