"""`lazos roster invites --out cards.pdf` as an operator meets it, and as somebody who finds a card or the file."""

import stat
from pathlib import Path

import pytest

from models import access, installation
from models.store import Store
from tests.card_reading import card_of, is_on_a_card, pages, strings
from tests.roster_desk import GOOD, Lazos, audited, command, table, written

TELLING = (
    *("Curso", "Instituto", "Otoño", "2024", "Villa", "Polic", "polic", "Ejemplo Rivera", "Ana", "Grace", "Sample"),
    *("Lazos", "lazos", "example.org", "programme", "cohort", "alumn", "exalumn", "course", "curso"),
)


@pytest.fixture
def lazos(store: Store, tmp_path: Path) -> Lazos:
    run = command(store)
    run("import", written(tmp_path, GOOD))
    return run


def test_everybody_who_has_not_joined_gets_one_card_that_works(lazos: Lazos, store: Store, tmp_path: Path) -> None:
    out = tmp_path / "tarjetas.pdf"
    result = lazos("invites", "--out", out)
    assert result.exit_code == 0, result.output
    assert f"2 invitations in {out}." in result.stderr
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    (page,) = pages(out)
    codes = [text.text for text in page.texts if access.canonical(text.text)]
    assert len(set(codes)) == len(codes) == 2
    assert all(store.run(access.usable, b"sender", code) for code in codes)
    assert [entry.action for entry in audited(store)] == ["roster import", "roster invites"]


def test_a_card_tells_a_finder_nothing(lazos: Lazos, tmp_path: Path) -> None:
    out = tmp_path / "tarjetas.pdf"
    lazos("invites", "--out", out, "--identified", "--reason", "cards for the ceremony")
    (page,) = pages(out)
    on_cards = "\n".join(text.text for text in page.texts if is_on_a_card(text.across, text.down))
    assert "WhatsApp" in on_cards
    for word in TELLING:
        assert word not in on_cards
        assert word not in strings(out)


def test_without_names_there_are_none_in_the_file(lazos: Lazos, tmp_path: Path) -> None:
    out = tmp_path / "tarjetas.pdf"
    lazos("invites", "--out", out)
    (page,) = pages(out)
    assert [word for word in TELLING if word in page.words()] == []


def test_names_stand_in_the_margin_and_are_audited(lazos: Lazos, store: Store, tmp_path: Path) -> None:
    out = tmp_path / "tarjetas.pdf"
    assert lazos("invites", "--out", out, "--identified").exit_code == 2
    lazos("invites", "--out", out, "--identified", "--reason", "cards for the ceremony")
    (page,) = pages(out)
    margin = [text for text in page.texts if not is_on_a_card(text.across, text.down)]
    assert [text.text for text in margin] == ["1", "Ana", "Ejemplo Rivera", "2", "Grace", "Sample"]
    assert {card_of(text.across, text.down) for text in margin[:3]} == {0}
    assert audited(store)[-1].action == "roster invites identified"


def test_a_file_is_not_overwritten_unasked(lazos: Lazos, tmp_path: Path) -> None:
    out = tmp_path / "tarjetas.pdf"
    out.write_text("mine")
    assert lazos("invites", "--out", out).exit_code == 1
    assert out.read_text() == "mine"
    assert lazos("invites", "--out", out, "--force").exit_code == 0
    assert len(pages(out)) == 1
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_nothing_is_left_of_a_file_when_the_cohort_is_unknown(lazos: Lazos, tmp_path: Path) -> None:
    assert lazos("invites", "--cohort", "1999", "--out", tmp_path / "tarjetas.pdf").exit_code == 1
    assert not (tmp_path / "tarjetas.pdf").exists()


def test_cards_and_table_hold_the_same(lazos: Lazos, store: Store, tmp_path: Path) -> None:
    store.run(installation.forget, "telegram username")
    lazos("invites", "--person", "1", "--out", tmp_path / "TARJETAS.PDF")
    (page,) = pages(tmp_path / "TARJETAS.PDF")
    assert len(page.squares) == 1
    assert [row["person"] for row in table(lazos("invites", "--person", "1").stdout)] == ["1"]


def test_another_kind_of_file_is_refused_with_both_that_are_known(lazos: Lazos, tmp_path: Path) -> None:
    result = lazos("invites", "--out", tmp_path / "tarjetas.doc")
    assert result.exit_code == 2
    assert ".csv or .pdf" in result.stderr
