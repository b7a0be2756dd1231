"""`lazos roster invites` and `locked` as an operator meets them."""

import json
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import Connection, func, select

from bot.private_files import harmless
from handlers.strangers import code_in
from models import access, audit, installation
from models.store import Store
from tests.roster_desk import GOOD, Lazos, audited, command, table, written


@pytest.fixture
def lazos(store: Store) -> Lazos:
    return command(store)


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return written(tmp_path, GOOD)


def test_invites_hold_codes_that_work_and_no_names(lazos: Lazos, store: Store, good: Path, tmp_path: Path) -> None:
    lazos("import", good)
    out = tmp_path / "tarjetas.csv"
    result = lazos("invites", "--out", out, "--days", "10")
    assert result.exit_code == 0, result.output
    text = out.read_text(encoding="utf-8")
    assert text.splitlines()[0] == "person,cohort,code,telegram_link,whatsapp_link,expires_at"
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    ana, grace = table(text)
    assert (ana["person"], ana["cohort"]) == ("1", "Otoño")  # where she was last
    assert "Ana" not in text
    assert "Ejemplo" not in text
    assert ana["telegram_link"] == f"https://t.me/ejemplo_bot?start={ana['code'].replace('-', '')}"
    link = urlsplit(grace["whatsapp_link"])
    assert (link.netloc, link.path) == ("wa.me", "/525550000000")
    assert code_in(parse_qs(link.query)["text"][0]) == grace["code"]
    lasts = datetime.fromisoformat(ana["expires_at"]) - datetime.now(UTC)
    assert timedelta(days=9, hours=23) < lasts <= timedelta(days=10)
    assert store.run(access.usable, b"sender", ana["code"]) is not None


def test_who_has_joined_is_not_invited_and_old_codes_end(lazos: Lazos, store: Store, good: Path) -> None:
    lazos("import", good)
    ana, grace = table(lazos("invites").stdout)
    store.run(access.redeem, store.run(access.usable, b"sender", ana["code"]) or 0)
    again = lazos("invites")
    assert [row["person"] for row in table(again.stdout)] == [grace["person"]]
    assert "1 codes given out before have stopped working." in again.stderr
    assert store.run(access.usable, b"sender", grace["code"]) is None


def test_one_cohort_is_invited_by_its_name(lazos: Lazos, good: Path) -> None:
    lazos("import", good)
    assert [row["person"] for row in table(lazos("invites", "--cohort", "otono").stdout)] == ["1"]
    assert len(table(lazos("invites", "--cohort", "Curso/2024").stdout)) == 2
    unknown = lazos("invites", "--cohort", "1999")
    assert unknown.exit_code == 1
    assert "Curso/2024; Instituto/Otoño" in unknown.stderr


def test_a_file_is_not_overwritten_unasked(lazos: Lazos, store: Store, good: Path, tmp_path: Path) -> None:
    lazos("import", good)
    out = tmp_path / "tarjetas.csv"
    out.write_text("mine")
    out.chmod(0o644)
    refused = lazos("invites", "--out", out)
    assert (refused.exit_code, out.read_text()) == (1, "mine")
    assert store.run(lambda db: db.execute(select(func.count()).select_from(access.AccessCode)).scalar()) == 0
    assert lazos("invites", "--out", out, "--force").exit_code == 0
    assert len(table(out.read_text(encoding="utf-8"))) == 2
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_nothing_is_left_of_a_file_when_the_cohort_is_unknown(lazos: Lazos, tmp_path: Path) -> None:
    assert lazos("invites", "--cohort", "1999", "--out", tmp_path / "tarjetas.csv").exit_code == 1
    assert not (tmp_path / "tarjetas.csv").exists()


def test_names_need_a_reason_and_are_audited(lazos: Lazos, store: Store, good: Path) -> None:
    lazos("import", good)
    assert lazos("invites", "--identified").exit_code == 2
    assert lazos("invites", "--reason", "print").exit_code == 2
    assert lazos("invites", "--identified", "--reason", "  ").exit_code == 2
    named = table(lazos("invites", "--identified", "--reason", "cards for the ceremony").stdout)
    assert [(row["given_name"], row["family_name"]) for row in named] == [
        ("Ana", "Ejemplo Rivera"),
        ("Grace", "Sample"),
    ]
    entry = audited(store)[-1]
    assert entry.action == "roster invites identified"
    assert json.loads(entry.detail) == {"people": 2, "cohort": None, "reason": "cards for the ceremony"}
    assert store.run(audit.altered) is None


def test_channels_that_are_off_leave_their_column_empty(lazos: Lazos, store: Store, good: Path) -> None:
    lazos("import", good)
    store.run(installation.forget, "telegram username")
    result = lazos("invites")
    assert {row["telegram_link"] for row in table(result.stdout)} == {""}
    assert "No Telegram links" in result.stderr


def test_no_cell_is_a_formula(lazos: Lazos, tmp_path: Path) -> None:
    header = "given_name,family_name,programme,cohort\n"
    lazos("import", written(tmp_path, f'{header}=HYPERLINK(A1),-Ejemplo,Curso,"@SUM(1,2)"\n'))
    (row,) = table(lazos("invites", "--identified", "--reason", "test").stdout)
    assert (row["given_name"], row["family_name"], row["cohort"]) == ("'=HYPERLINK(A1)", "'-Ejemplo", "'@SUM(1,2)")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", " =", "＝"])
def test_what_starts_a_formula_is_made_text(start: str) -> None:
    assert harmless(f"{start}1+1") == f"'{start}1+1"
    assert harmless("1-1") == "1-1"


def test_locked_people_are_listed_until_they_are_invited_again(lazos: Lazos, store: Store, good: Path) -> None:
    lazos("import", good)
    ana, _grace = table(lazos("invites").stdout)
    assert lazos("locked").stdout == "Nobody is locked.\n"

    def fail(db: Connection) -> None:
        code = access.usable(db, b"sender", ana["code"])
        assert code is not None
        for _ in range(access.NAME_TRIES):
            access.recognised(db, code, "Luna")

    store.run(fail)
    assert json.loads(lazos("locked", "--json").stdout) == [{"person": 1, "why": "code locked"}]
    assert "person 1" in lazos("locked").stdout
    lazos("invites")
    assert json.loads(lazos("locked", "--json").stdout) == []


def test_another_kind_of_file_is_wrong_usage(lazos: Lazos, tmp_path: Path) -> None:
    assert lazos("invites", "--out", tmp_path / "tarjetas.doc").exit_code == 2
