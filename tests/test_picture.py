"""The picture of progress: small, readable in sunlight, in the reader's language, whatever the plans are called."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from io import BytesIO

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.pictures import words
from bot.pictures.colours import WRITTEN
from bot.pictures.lettering import drawable
from bot.pictures.progress import progress
from bot.pictures.shortening import in_lines
from bot.pictures.sizes import SMALLEST, WIDTH, sizes_for
from dialogue.drawing.picture import DRAWN, PictureOfPlan, ProgressPicture, most_recent
from models.action_plans import STATUSES

ON = "2026-03-14"
HISTORY = (("2026-01-12", 10), ("2026-02-01", 20), ("2026-03-10", 60))
PLAN = PictureOfPlan("Taller de primeros auxilios", 60, "advanced", "2026-06-30", 3, 5, HISTORY)
HEAD = 100  # pixels, above which the picture has a dark band
#: Signs that make the largest files, since no two of them look alike.
DENSE = "₡ὒg̃Ōĝ⩽ᾷǯʿճ໐ﺋჱὲꜫ®ĶᾔჹĉꙮỔỖўἂἅḰῧ𝟞έãåằꜣḈʂϏՁᾰᾶṠṢჭᾏổṧẫợǵḝȘὗᾖặჟڋຽểӳẬᾕջշģŚ②③⑤⑥⑨≹⪐≸⋫"


def picture(*plans: PictureOfPlan, language: str = "es") -> Image.Image:
    return Image.open(BytesIO(progress(ProgressPicture(plans, ON), language)))


def called(title: str, **others: object) -> PictureOfPlan:
    return msgspec.structs.replace(PLAN, title=title, **others)


def reports(days: list[int], percents: list[int]) -> tuple[tuple[str, int], ...]:
    dates = sorted(date(2024, 1, 1) + timedelta(days=day) for day in days)
    return tuple((day.isoformat(), percent) for day, percent in zip(dates, percents, strict=False))


PERCENT = st.integers(0, 100)
PLANS = st.builds(
    PictureOfPlan,
    title=st.text(max_size=200) | st.text("abcdefgh ñÑWM-.,", max_size=200),
    percent=PERCENT,
    status=st.sampled_from(STATUSES),
    due_on=st.none() | st.dates(date(1990, 1, 1), date(2100, 1, 1)).map(date.isoformat),
    milestones_done=st.integers(0, 40),
    milestones=st.integers(0, 40),
    history=st.builds(reports, st.lists(st.integers(0, 800), max_size=60), st.lists(PERCENT, max_size=60)),
)


def inked(drawn: Image.Image) -> tuple[int, int, int, int]:
    """The left, upper, right and lower edge of what is drawn below the head."""
    below = drawn.convert("L").crop((0, HEAD, *drawn.size))
    left, upper, right, lower = below.point(lambda value: 255 * (value < 255)).getbbox() or (0, 0, 0, 0)
    return left, upper + HEAD, right, lower + HEAD


@settings(max_examples=40, deadline=None)
@given(st.lists(PLANS, max_size=8), st.sampled_from(["es", "en"]))
def test_any_plans_make_a_small_picture_with_nothing_cut_off(plans: list[PictureOfPlan], language: str) -> None:
    data = progress(ProgressPicture(tuple(plans), ON), language)
    assert len(data) <= 60_000
    with Image.open(BytesIO(data)) as drawn:
        assert drawn.format == "PNG"
        assert drawn.width == WIDTH
        assert 200 < drawn.height <= 1350
        left, _upper, right, lower = inked(drawn)
        assert left > 30
        assert right < WIDTH - 30
        assert lower < drawn.height - 5


@pytest.mark.parametrize("plans", range(1, DRAWN + 2))
def test_the_fullest_picture_fits(plans: int) -> None:
    history = reports(list(range(0, 800, 3)), [day * 37 % 101 for day in range(267)])
    full = called(
        "Capacitación jgy en derechos humanos para el personal de turno " * 3,
        status="not_started",
        due_on="2027-09-28",
        milestones_done=19,
        milestones=28,
        history=history,
    )
    drawn = picture(*[full] * plans)
    assert inked(drawn)[3] < drawn.height - 5
    assert drawn.height <= 1350


@pytest.mark.parametrize("plans", [3, 5, 7])
def test_titles_of_the_densest_signs_still_make_60_kb(plans: int) -> None:
    titles = [" ".join(DENSE[at % 60 :][:12] for at in range(start, start + 200, 13)) for start in range(plans)]
    history = reports(list(range(0, 800, 3)), [day * 37 % 101 for day in range(267)])
    data = progress(ProgressPicture(tuple(called(title, history=history) for title in titles), ON), "es")
    assert len(data) <= 60_000


@pytest.mark.parametrize(
    "title",
    ["", " ", "\n\t", "🚔🌱👩🏽‍✈️", "计划计划", "$\\frac{1$ y $5", "a" * 60, "Ñ" * 200, "palabra " * 25, "مرحبا بالعالم", "نص a\u202eb\u0000c",
     "\u0301\u0301", "\ud83d", "e\u0301" * 90, "-" * 60, "…"],
)  # fmt: skip
def test_odd_titles_are_drawn(title: str) -> None:
    plain = picture(called("Plan"))
    assert picture(called(title)).width == plain.width


def test_the_same_plans_make_the_same_bytes_also_in_threads() -> None:
    data = [ProgressPicture((PLAN,) * plans, ON) for plans in (1, 2, 4, 1, 2, 4)]
    alone = [progress(each, "es") for each in data]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda each: progress(each, "es"), data)) == alone


def test_it_speaks_the_readers_language() -> None:
    assert progress(ProgressPicture((PLAN,), ON), "es") != progress(ProgressPicture((PLAN,), ON), "en")
    assert words.HEADING.said("es") == "Mi avance"
    assert told(PLAN, "es") == ["◕ Avanzado · 3 de 5 metas · para el 30 de junio"]
    assert told(PLAN, "en") == ["◕ Advanced · 3 of 5 milestones · due June 30"]
    assert words.reported(HISTORY[0], ON, "es") == "12 ene: 10%"
    assert words.more(1).said("es") == "y 1 plan más"
    assert words.more(3).said("es") == "y 3 planes más"


def told(plan: PictureOfPlan, language: str = "es", lines: int = 1, most: int = 60) -> list[str]:
    return words.facts(plan, ON, language, lines, lambda line: len(line) <= most)


def test_a_date_takes_the_room_there_is() -> None:
    next_year = called("x", due_on="2027-01-15", milestones_done=1, milestones=1)
    assert told(next_year) == ["◕ Avanzado · 1 de 1 meta · para el 15 de enero de 2027"]
    assert told(next_year, most=50) == ["◕ Avanzado · 1 de 1 meta · para el 15 ene 2027"]
    assert told(next_year, most=44) == ["◕ Avanzado · 1 de 1 meta · para ene 2027"]
    assert told(next_year, most=30) == ["◕ Avanzado · 1 de 1 meta"]
    assert told(next_year, lines=3) == ["◕ Avanzado", "1 de 1 meta", "Para el 15 de enero de 2027"]
    assert told(next_year, lines=2) == ["◕ Avanzado · 1 de 1 meta", "Para el 15 de enero de 2027"]


def test_a_date_that_has_passed_is_told_without_blame_and_a_closed_plan_has_none() -> None:
    assert told(called("x", due_on="2026-03-01", milestones=0)) == ["◕ Avanzado · era para el 1 de marzo"]
    assert told(called("x", status="done", milestones=0)) == ["✔ Terminado"]
    assert told(called("x", due_on=None, milestones=0)) == ["◕ Avanzado"]


def test_a_status_is_not_told_by_colour_alone() -> None:
    """In black and white, and with nothing else different, no two of them look the same."""
    drawn = {status: picture(called("Plan", status=status)).convert("1").tobytes() for status in STATUSES}
    assert len(set(drawn.values())) == len(STATUSES)
    assert set(words.SHAPES) == set(STATUSES)


def test_how_far_it_is_can_be_seen() -> None:
    bars = [inked_share(picture(called("Plan", percent=percent, history=()))) for percent in (0, 30, 60, 100)]
    assert bars == sorted(bars)
    assert bars[0] < 0.02
    assert 0.25 < bars[1] < 0.35
    assert bars[3] > 0.98


def inked_share(drawn: Image.Image) -> float:
    """How much of the bar is dark, along its middle: it alone has an edge at both margins."""
    dark = drawn.convert("L").point(lambda value: 255 * (value < 128))
    edges = [all(dark.crop((at, down, at + 1, down + 1)).getbbox() for at in (44, 1036)) for down in range(dark.height)]
    rows = [down for down, is_bar in enumerate(edges) if is_bar and down > HEAD]
    middle = dark.crop((60, rows[len(rows) // 2], 1020, rows[len(rows) // 2] + 1))
    return middle.histogram()[255] / middle.width


def test_the_way_it_went_is_drawn_from_two_reports_on() -> None:
    once, twice = (picture(called("Plan", history=HISTORY[-count:])) for count in (1, 2))
    assert twice.height > once.height + 100
    same_day = called("Plan", history=(("2026-03-01", 20), ("2026-03-01", 60)))
    assert picture(same_day).height == twice.height


def test_writing_is_dark_on_white_and_large() -> None:
    for one, other in WRITTEN:
        assert contrast(one, other) >= 7
    for plans in range(1, DRAWN + 1):
        sizes = sizes_for(plans, 2)
        assert min(sizes.title, sizes.number, sizes.facts) >= SMALLEST
    assert WIDTH / SMALLEST <= 27, "on a phone of 62 mm: 2.3 mm"


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.1."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [part / 255 for part in bytes.fromhex(colour[1:])]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_of_many_plans_those_reported_on_last_are_drawn_in_their_order() -> None:
    plans = [called(str(place), history=((f"2026-02-{20 - place}", 10),)) for place in range(7)]
    plans.insert(3, called("never", history=()))
    assert [plan.title for plan in most_recent(plans)] == ["0", "1", "2", "3", "4", "5"]
    assert picture(*plans).height > picture(*plans[:2], *plans[4:8]).height


def test_titles_are_shortened_between_words() -> None:
    def lines(title: str, width: int, most: int) -> list[str]:
        return in_lines(title, most, lambda line: len(line) <= width)

    assert lines("Mediación", 20, 2) == ["Mediación"]
    assert lines("Patrullaje de proximidad en las escuelas", 29, 1) == ["Patrullaje de proximidad…"]
    assert lines("Taller (de oficios), zona norte", 20, 1) == ["Taller (de oficios)…"]
    assert lines("Enlace con el C5 y más", 18, 1) == ["Enlace con el C5…"]
    assert lines("Uno dos tres cuatro cinco", 8, 2) == ["Uno dos", "tres…"]
    assert lines("Desoxirribonucleico", 10, 2) == ["Desoxirri-", "bonucleico"]
    assert lines("Desoxirribonucleico", 10, 1) == ["Desoxirri…"]
    assert lines("El electroencefalografista", 12, 1) == ["El electroe…"]


def test_signs_that_no_letter_has_are_left_out() -> None:
    assert drawable("  Reinserción 🌱 laboral\n") == "Reinserción laboral"
    assert drawable("计划") == ""
    assert drawable("¿Cómo? 100% $5 «C5» n.º 3°") == "¿Cómo? 100% $5 «C5» n.º 3°"


def test_the_file_says_nothing_besides() -> None:
    data = progress(ProgressPicture((PLAN,), ON), "es")
    kinds, place = [], 8
    while place < len(data):
        size = int.from_bytes(data[place : place + 4])
        kinds.append(data[place + 4 : place + 8])
        place += 12 + size
    assert set(kinds) == {b"IHDR", b"PLTE", b"IDAT", b"IEND"}


def test_it_travels_as_json() -> None:
    data = ProgressPicture((PLAN,), ON)
    assert msgspec.json.decode(msgspec.json.encode(data), type=ProgressPicture) == data


def test_nothing_is_loaded_before_the_first_picture() -> None:
    asked = "import sys, bot.pictures.progress; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0  # noqa: S603
