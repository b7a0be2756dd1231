"""`lazos resources import`: every bad row is named, all or nothing, and the same again changes nothing."""

import asyncio
import json
import re
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from sqlalchemy import func, select

from bot.demo_resources import drawn
from bot.files import FileStore
from bot.resource_files import fetch
from models import files
from models.audit import AuditEntry
from models.resources import cards, topics
from models.resources.items import Text
from models.resources.tables import ResourceFile, ResourceVersion
from models.store import Store
from tests.desk import Lazos, desk
from tests.resource_shelf import MOMENT, one

HEAD = "key,kind,topics,title_es,title_en,summary_es,words_es,file_es,light_es,link_es,link_en,valid_until,audience\n"
ABOUT = 'key,name_es,name_en,hurdles\ncustody,Custodia,Custody,"rules, time"\n'
MANUAL = "manual,documento,custody,Manual,,Un resumen.,indicios,manual.pdf,ligero.pdf,,,,\n"
LINK = "liga,enlace,custody,Una liga,,,,,,https://example.org/a,,31/12/2099,\n"
GOOD = MANUAL + LINK


@pytest.fixture
def lazos(store: Store, tmp_path: Path) -> Lazos:
    return desk(store, SimpleNamespace(files_url=f"file://{tmp_path}/store"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    item = one(texts={"es": Text("Un manual inventado")})
    (tmp_path / "manual.pdf").write_bytes(drawn(item, "es", 3))
    (tmp_path / "ligero.pdf").write_bytes(drawn(item, "es", 1))
    (tmp_path / "temas.csv").write_text(ABOUT, "utf-8")
    return tmp_path


class Import:
    """Imports a table from the folder, and tells what came of it."""

    def __init__(self, lazos: Lazos, folder: Path) -> None:
        self._lazos, self._folder = lazos, folder

    def __call__(self, rows: str, *more: str, head: str = HEAD) -> Any:
        (self._folder / "tabla.csv").write_text(head + rows, "utf-8")
        given = ("--files", self._folder, "--topics", self._folder / "temas.csv")
        done = self._lazos("resources", "import", self._folder / "tabla.csv", *given, "--json", *more)
        self.code, self.stderr = done.exit_code, done.stderr
        return json.loads(done.stdout)


@pytest.fixture
def import_(lazos: Lazos, folder: Path) -> Import:
    return Import(lazos, folder)


def faults(told: Any) -> list[tuple[str, int, str, str]]:
    return [(each["sheet"], each["row"], each["column"], each["code"]) for each in told["problems"]]


def test_what_is_new_is_kept_and_the_same_again_changes_nothing(store: Store, import_: Import) -> None:
    told = import_(GOOD)
    assert (import_.code, told["new"], told["written"], told["topics"]) == (0, ["manual", "liga"], True, 1)
    before = store.run(everything)
    told = import_(GOOD)
    assert (told["new"], told["changed"], told["unchanged"]) == ([], [], ["manual", "liga"])
    assert store.run(everything) == before


def everything(db: Any) -> list[Any]:
    found = [row for table in (ResourceFile, ResourceVersion) for row in db.execute(select(table.__table__)).all()]
    return sorted(map(str, found))


def test_what_has_changed_becomes_a_version_and_keeps_its_files(store: Store, import_: Import) -> None:
    import_(GOOD)
    kept = store.run(lambda db: set(db.scalars(select(ResourceFile.id))))
    told = import_(MANUAL.replace("Un resumen.", "Otro resumen.") + LINK)
    assert (told["changed"], told["unchanged"]) == (["manual"], ["liga"])
    card = store.run(cards.card, "manual", "es", None, MOMENT)
    assert card is not None
    assert (card.version, card.summary) == (2, "Otro resumen.")
    assert store.run(lambda db: set(db.scalars(select(ResourceFile.id)))) == kept


async def test_files_are_written_anew_sealed_and_found_again(store: Store, import_: Import, tmp_path: Path) -> None:
    await asyncio.to_thread(import_, GOOD)
    card = store.run(cards.card, "manual", "es", None, MOMENT)
    assert card is not None
    assert card.file is not None
    assert card.light is not None
    assert card.light.size < card.file.size
    assert card.file.name == "manual.pdf"
    kept = FileStore(f"file://{tmp_path}/store")
    file, data = await fetch(store, kept, card.file.id)
    assert data.startswith(b"%PDF")
    assert len(data) == file.size == card.file.size
    assert b"%PDF" not in await kept.get(file.id)
    assert store.run(files.known, [file.id, "0" * 32]) == {file.id}
    with pytest.raises(LookupError):
        await fetch(store, kept, "0" * 32)


BAD = {
    "Ñandú,document,custody,T,,,,,,https://example.org,,,\n": ("key", "key"),
    ",document,custody,T,,,,,,https://example.org,,,\n": ("key", "missing"),
    "a,poster,custody,T,,,,,,https://example.org,,,\n": ("kind", "kind"),
    "a,document,cocina,T,,,,,,https://example.org,,,\n": ("topics", "topic"),
    "a,document,,T,,,,,,https://example.org,,,\n": ("topics", "missing"),
    "a,document,custody,,,,,,,,,,\n": ("title_es", "no_title"),
    "a,document,custody,,,Un resumen,,,,,,,\n": ("title_es", "missing"),
    "a,document,custody,T,,,,,,,,,\n": ("file_es", "nothing"),
    "a,video,custody,T,,,,manual.pdf,,,,,\n": ("link_es", "no_link"),
    "a,document,custody,T,,,,falta.pdf,,,,,\n": ("file_es", "no_file"),
    "a,document,custody,T,,,,../manual.pdf,,,,,\n": ("file_es", "no_file"),
    "a,document,custody,T,,,,temas.csv,,,,,\n": ("file_es", "wrong_type"),
    "a,document,custody,T,,,,ligero.pdf,manual.pdf,,,,\n": ("light_es", "light"),
    "a,document,custody,T,,,,,ligero.pdf,https://example.org,,,\n": ("light_es", "light"),
    "a,link,custody,T,,,,,,ejemplo punto org,,,\n": ("link_es", "link"),
    "a,link,custody,T,,,,,,javascript:alert(1),,,\n": ("link_es", "link"),
    "a,link,custody,T,,,,,,http://127.0.0.1/,,,\n": ("link_es", "link"),
    "a,link,custody,T,,,,,,http://169.254.169.254/latest,,,\n": ("link_es", "link"),
    "a,link,custody,T,,,,,,https://ana:clave@example.org/,,,\n": ("link_es", "link"),
    "a,link,custody,T,,,,,,https://example.org,,mañana,\n": ("valid_until", "date"),
    "a,link,custody,T,,,,,,https://example.org,,,rank = emperor\n": ("audience", "audience"),
    "a,link,custody,T,,,,,,https://example.org,,,agency = Nadie\n": ("audience", "audience"),
    f"a,link,custody,{'T' * 121},,,,,,https://example.org,,,\n": ("title_es", "too_long"),
}


@pytest.mark.parametrize("row", BAD)
def test_every_bad_row_is_named_and_nothing_is_kept(store: Store, import_: Import, row: str) -> None:
    told = import_(GOOD + row)
    column, code = BAD[row]
    assert ("resources", 4, column, code) in faults(told)
    assert {each["row"] for each in told["problems"]} == {4}
    assert (import_.code, told["written"], told["good"]) == (1, False, 2)
    assert "Nothing was imported: put 1 row right, or leave it out" in import_.stderr
    assert store.run(topics.everything) == []
    assert all(each["messages"]["es"] != each["messages"]["en"] for each in told["problems"])


def test_a_key_may_stand_there_once(import_: Import) -> None:
    told = import_(GOOD + LINK)
    assert faults(told) == [("resources", 4, "key", "twice")]
    assert told["problems"][0]["message"] == "“liga” stands in row 3 already."
    assert told["problems"][0]["messages"]["es"] == "«liga» ya está en la fila 3."


def test_good_rows_may_be_kept_without_the_bad_ones(store: Store, import_: Import) -> None:
    told = import_(GOOD + "b,poster,custody,T,,,,,,https://example.org,,,\n", "--without-bad-rows")
    assert (import_.code, told["new"], told["bad_rows"]) == (0, ["manual", "liga"], 1)
    assert store.run(cards.card, "b", "es", None, MOMENT) is None


def test_a_check_keeps_nothing(store: Store, import_: Import, tmp_path: Path) -> None:
    told = import_(GOOD, "--check")
    assert (import_.code, told["good"], told["written"]) == (0, 2, False)
    assert store.run(topics.everything) == []
    assert not (tmp_path / "store").exists()


def test_a_past_date_is_told_and_kept(store: Store, import_: Import) -> None:
    told = import_(LINK.replace("31/12/2099", "2020-01-31"))
    assert faults(told) == [("resources", 2, "valid_until", "over")]
    assert (import_.code, told["new"]) == (0, ["liga"])
    assert store.run(cards.card, "liga", "es", None, MOMENT) is None


def test_columns_in_spanish_and_a_workbook_with_two_sheets(store: Store, lazos: Lazos, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Recursos"  # type: ignore[union-attr]
    book.active.append(["Clave", "Tipo", "Temas", "Título ES", "Enlace es", "Notas"])  # type: ignore[union-attr]
    book.active.append(["liga", "Enlace", "custodia", "Una liga", "https://example.org/a", "x"])  # type: ignore[union-attr]
    about = book.create_sheet("Temas")
    about.append(["clave", "nombre_es", "nombre_en", "obstáculos"])
    about.append(["custodia", "Custodia", "Custody", "time; rules"])
    content = BytesIO()
    book.save(content)
    (tmp_path / "libro.xlsx").write_bytes(content.getvalue())
    done = lazos("resources", "import", tmp_path / "libro.xlsx")
    assert (
        done.stdout
        == "Columns ignored: Notas.\n1 row, 1 of them good.\nImported: 1 new, 0 changed, 0 unchanged, 0 brought back.\n"
    )
    assert [(each.key, each.hurdles) for each in store.run(topics.everything)] == [("custodia", ("rules", "time"))]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", "tabla.csv: The file is empty."),
        (b"%PDF-1.7", "tabla.csv: The file is no spreadsheet. Save it as XLSX, XLS or CSV."),
        (b"PK\x03\x04rest", "tabla.csv: The file is damaged."),
    ],
)
def test_what_is_no_table_is_refused_in_one_line(lazos: Lazos, tmp_path: Path, content: bytes, line: str) -> None:
    (tmp_path / "tabla.csv").write_bytes(content)
    done = lazos("resources", "import", tmp_path / "tabla.csv")
    assert done.exit_code == 1
    assert done.stderr.startswith(line)
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        ("kind,topics\nlink,custody\n", ("resources", 1, "key", "no_column")),
        ("key,key,kind,topics\na,b,link,custody\n", ("resources", 1, "key", "twice")),
    ],
)
def test_a_header_that_lacks_something_is_named(import_: Import, table: str, fault: tuple[str, int, str, str]) -> None:
    assert faults(import_("", head=table)) == [fault]
    assert import_.code == 1


def test_an_import_is_audited(store: Store, import_: Import) -> None:
    import_(GOOD)
    entry = store.run(lambda db: db.execute(select(AuditEntry.action, AuditEntry.detail)).one())
    assert entry.action == "resources imported"
    assert json.loads(entry.detail) == {"new": 2, "changed": 0, "unchanged": 0, "brought_back": 0, "topics": 1}


def test_listed_shown_withdrawn_and_brought_back(store: Store, lazos: Lazos, import_: Import) -> None:
    assert lazos("resources", "list").stdout == "There are no resources yet.\n"
    import_(GOOD)
    assert lazos("resources", "list").stdout == (
        "liga    link      es     v1  Una liga\nmanual  document  es     v1  Manual\n"
    )
    shown = lazos("resources", "show", "manual").stdout
    assert re.match(r"Manual \(es\)\n  Un resumen\.\n  file: manual\.pdf, \d kB\n  light: manual\.pdf, \d kB\n", shown)
    assert "for: everybody\nversion 1: " in shown
    assert lazos("resources", "withdraw", "manual").stdout == "“manual” is withdrawn.\n"
    again = lazos("resources", "withdraw", "manual")
    assert (again.exit_code, again.stderr) == (1, "There is no resource “manual”, or it is withdrawn already.\n")
    assert "manual  document  es     v1  Manual (withdrawn)" in lazos("resources", "list").stdout
    assert lazos("resources", "show", "nada").stderr == "There is no resource “nada”.\n"
    assert import_(GOOD)["brought_back"] == ["manual"]
    assert json.loads(lazos("resources", "list", "--json").stdout)[1]["state"] == "live"
    assert store.run(lambda db: db.execute(select(func.count()).select_from(ResourceVersion)).scalar()) == 2
