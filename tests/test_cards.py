"""Access cards on paper: each with its links and its code, cut where it should be, and whose it is outside the cut."""

import re
import time
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
import segno

from bot.card_drawing import HEIGHT, WIDTH
from bot.card_paper import writable
from bot.cards import ACROSS, DOWN, LEFT, TOP, cards_of, write_pdf
from bot.invites import COLUMNS, NAMES, Invites, Links
from models import access
from tests.card_reading import BOTTOM, RIGHT, Page, Rectangle, card_of, is_on_a_card, modules, pages

BOTH = Links("ejemplo_bot", "525550000000")


def invites(count: int, to: Links = BOTH, names: tuple[str, ...] = (), expires: str = "") -> Invites:
    expires = expires or "2026-04-14T18:00:00+00:00"
    rows: list[tuple[object, ...]] = []
    for person in range(1, count + 1):
        code = f"AAAA-BBBB-CCCC-{person:04}"
        row = (person, "Otoño", code, to.telegram_link(code), to.whatsapp_link(code, "es"), expires)
        rows.append((*row, *names))
    return Invites(COLUMNS + NAMES if names else COLUMNS, rows, 0)


def drawn(made: Invites, file: Path, languages: tuple[str, ...] = ("es", "en")) -> list[Page]:
    with file.open("wb") as out:
        write_pdf(out, made, languages, lambda: None)
    return pages(file)


def test_the_number_is_in_the_margin_beside_its_card_and_is_cut_off(tmp_path: Path) -> None:
    for page_number, page in enumerate(drawn(invites(11), tmp_path / "tarjetas.pdf")):
        numbers = [text for text in page.texts if text.text.isdecimal()]
        assert not any(is_on_a_card(text.across, text.down) for text in numbers)
        for text in page.texts:
            if access.canonical(text.text):
                place = card_of(text.across, text.down)
                (number,) = [each for each in numbers if card_of(each.across, each.down) == place]
                assert int(number.text) == int(text.text[-4:]) == page_number * 8 + place + 1


def test_both_squares_hold_their_links(tmp_path: Path) -> None:
    """As the CSV would have them, at a size that a camera reads, with white around and far from each other."""
    made = invites(9)
    for page_number, page in enumerate(drawn(made, tmp_path / "tarjetas.pdf")):
        assert len(page.squares) == (16, 2)[page_number]
        for place, squares in enumerate(page.squares):
            row = dict(zip(made.header, made.rows[page_number * 8 + place // 2], strict=True))
            link = str(row[("telegram_link", "whatsapp_link")[place % 2]])
            assert modules(squares) == [list(line) for line in segno.make_qr(link, error="m").matrix]
            assert min(square.height for square in squares) > 0.6, "millimetres"
    first, second = (_around(squares) for squares in page.squares)
    assert second.left - first.left - first.width > 15
    assert all(
        text.down - first.top > first.height + 2.4 for text in page.texts if is_on_a_card(text.across, text.down)
    )


def _around(squares: list[Rectangle]) -> Rectangle:
    left, top = min(square.left for square in squares), min(square.top for square in squares)
    right = max(square.left + square.width for square in squares)
    return Rectangle(left, top, right - left, max(square.top + square.height for square in squares) - top)


@pytest.mark.parametrize(
    ("to", "squares", "seen", "unseen"),
    [
        (BOTH, 2, ["Telegram", "@ejemplo_bot", "WhatsApp", "+52 55 5000 0000", "Escanee un cuadro"], []),
        (BOTH._replace(telegram=None), 1, ["WhatsApp", "Escanee el cuadro"], ["Telegram"]),
        (BOTH._replace(whatsapp=None), 1, ["Telegram", "Scan the square"], ["WhatsApp"]),
        (Links(None, None), 0, ["Su clave:", "Your code:"], ["Telegram", "WhatsApp", "Escanee", "@"]),
    ],
)
def test_only_channels_that_are_on_are_shown(
    tmp_path: Path, to: Links, squares: int, seen: list[str], unseen: list[str]
) -> None:
    (page,) = drawn(invites(1, to), tmp_path / "tarjetas.pdf")
    assert len(page.squares) == squares
    assert page.words().count("AAAA-BBBB-CCCC-0001") == 1
    for words in seen:
        assert words in page.words()
    for words in unseen:
        assert words not in page.words()


def test_a_card_speaks_the_languages_of_the_installation(tmp_path: Path) -> None:
    (page,) = drawn(invites(1), tmp_path / "tarjetas.pdf")
    assert "Vale hasta el 13 de abril de 2026 / Good until April 13, 2026" in page.words()
    assert "Escanee un cuadro con su teléfono, o escriba ahí esta clave:" in page.words()
    (page,) = drawn(invites(1), tmp_path / "solo.pdf", ("es",))
    assert "Good until" not in page.words()


@pytest.mark.parametrize(
    ("expires", "last"),
    [
        ("2026-04-14T18:00:00+00:00", date(2026, 4, 13)),
        ("2026-04-14T03:00:00+00:00", date(2026, 4, 12)),  # still the 13th in Tijuana
        ("2026-01-01T12:00:00+00:00", date(2025, 12, 31)),
    ],
)
def test_a_card_promises_no_day_on_which_the_code_ends(expires: str, last: date) -> None:
    (card,) = cards_of(invites(1, expires=expires))
    assert card.until == last
    assert card.until < datetime.fromisoformat(expires).date()


def test_there_are_marks_to_cut_along(tmp_path: Path) -> None:
    (page,) = drawn(invites(1), tmp_path / "tarjetas.pdf")
    for row in range(DOWN + 1):
        beside = [line for line in page.lines if line[1] == pytest.approx(TOP + row * HEIGHT, abs=0.01) == line[3]]
        assert min(line[0] for line in beside) < LEFT - 5
        assert max(line[2] for line in beside) > RIGHT + 5
    for column in range(ACROSS + 1):
        over = [line for line in page.lines if line[0] == pytest.approx(LEFT + column * WIDTH, abs=0.01) == line[2]]
        assert min(line[1] for line in over) < TOP - 5
        assert max(line[3] for line in over) > BOTTOM + 5


def test_everything_of_a_card_lies_within_its_cut(tmp_path: Path) -> None:
    (page,) = drawn(invites(8), tmp_path / "tarjetas.pdf")
    for squares in page.squares:
        box = _around(squares)
        assert card_of(box.left, box.top) == card_of(box.left + box.width, box.top + box.height)
    for text in page.texts:
        if is_on_a_card(text.across, text.down):
            from_the_left, from_the_top = (text.across - LEFT) % WIDTH, (text.down - TOP) % HEIGHT
            assert from_the_left > 3.9
            assert from_the_left + text.width < WIDTH - 3.9
            assert 3 < from_the_top < HEIGHT - 2
        else:
            assert 5 < text.across < text.across + text.width < 215.9 - 5, "printers leave an edge"
            assert text.across + text.width < LEFT or text.across > RIGHT


def test_nobody_to_invite_is_an_empty_page(tmp_path: Path) -> None:
    (page,) = drawn(invites(0), tmp_path / "tarjetas.pdf")
    assert page.texts == []


def test_any_name_is_written(tmp_path: Path) -> None:
    names = ("María Fernanda de los Ángeles Ejemplo Muestra " * 3, "Ňandú Łukasz 漢 e\u0301\n")
    (page,) = drawn(invites(2, names=names), tmp_path / "tarjetas.pdf")
    assert [text.text for text in page.texts].count(writable(names[1])) == 2
    assert max(text.width for text in page.texts if text.text.startswith("María")) < HEIGHT - 10
    assert writable("Ň e\u0301 ñ Ł\n") == "N é ñ ??"


def test_the_same_table_makes_the_same_file() -> None:
    files = [BytesIO(), BytesIO()]
    for file in files:
        write_pdf(file, invites(3), ("es", "en"), lambda: None)
    assert files[0].getvalue() == files[1].getvalue()


def test_a_thousand_cards_take_seconds(tmp_path: Path) -> None:
    began, done = time.perf_counter(), list[None]()
    with (tmp_path / "tarjetas.pdf").open("wb") as out:
        write_pdf(out, invites(1000), ("es", "en"), lambda: done.append(None))
    assert len(done) == 1000
    assert time.perf_counter() - began < 120
    assert (tmp_path / "tarjetas.pdf").stat().st_size < 5_000_000
    with pikepdf.open(tmp_path / "tarjetas.pdf") as pdf:
        drawn_codes = [
            code for page in pdf.pages for code in re.findall(rb"AAAA[-0-9A-Z]{15}", page.Contents.read_bytes())
        ]
    assert drawn_codes == [str(row[2]).encode() for row in invites(1000).rows]
