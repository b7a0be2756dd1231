"""Anonymous answers in an export: in a random order, with wave and month as far as five answers share them."""

from collections import Counter
from collections.abc import Mapping

from bot.exports import words
from bot.exports.books import ANONYMOUS, Book
from bot.exports.reading import Reader
from models.surveys import exported
from models.surveys.exported import Selection
from models.surveys.small_cells import LEAST, Description, coarsened
from surveys.cells import DECLINED, cell
from surveys.columns import Layout

COLUMNS = ("question", "answer", "wave", "month")
_MONTH, _WAVE = 1, 0
_Told = Mapping[str, Mapping[Description, Description]]


def write_anonymous(reading: Reader, book: Book, layout: Layout, wanted: Selection, labels: str | None) -> int:
    """Write their sheet; how many answers are withheld, since too few people answered the question."""
    sheet = book.sheet(ANONYMOUS, [words.column(name) for name in COLUMNS])
    told, withheld, after = _told(reading, layout, wanted), 0, b""
    while True:
        answers, after = reading(exported.anonymous, wanted, after)
        for each in answers:
            row = layout.anonymous_row(each.form, each.key)
            if row is None or row not in told:
                withheld += 1
                continue
            wave, month = told[row].get((each.wave, each.month), (None, None))
            said = cell(layout.anonymous[row], each.answer, labels)
            sheet.add([row, None if said is DECLINED else said, _text(wave), _text(month)])
        if not after:
            return withheld


def _told(reading: Reader, layout: Layout, wanted: Selection) -> _Told:
    """What may be told of the answers to each question; questions with too few answers are not in it."""
    counts: dict[str, Counter[Description]] = {}
    for (form, key, wave, month), size in reading(exported.anonymous_counts, wanted).items():
        row = layout.anonymous_row(form, key)
        if row is not None:
            counts.setdefault(row, Counter())[wave, month] += size
    return {row: coarsened(each, (_MONTH, _WAVE)) for row, each in counts.items() if each.total() >= LEAST}


def _text(value: object) -> str | None:
    return None if value is None else str(value)
