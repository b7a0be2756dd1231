"""An operator's desk: `lazos roster` run on a store, with the settings of an invented installation."""

import csv
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from sqlalchemy import func, select
from typer.testing import CliRunner, Result

from bot.commands.roster import app
from models import installation
from models.audit import AuditEntry
from models.people import Person
from models.store import Store

Lazos = Callable[..., Result]

GOOD = (
    "given_name,family_name,agency,email,language,programme,cohort,cohort_start\n"
    "Ana,Ejemplo Rivera,Policía de Villa Ejemplo,ana@example.org,es,Curso,2024,2024-01-08\n"
    "Grace,Sample,,grace@example.org,en,Curso,2024,\n"
    "Ana,Ejemplo Rivera,Policía de Villa Ejemplo,ana@example.org,,Instituto,Otoño,2025-09-01\n"
)


def command(store: Store) -> Lazos:
    """`lazos roster` with the words that follow; whatever it prints is kept, and nothing but an exit may escape."""
    settings = SimpleNamespace(twilio_whatsapp_from="whatsapp:+525550000000", languages=("es", "en"))
    store.run(installation.keep, "telegram username", "ejemplo_bot")

    def run(*words: str | Path) -> Result:
        frame = SimpleNamespace(store=store, settings=settings, demo=False)
        result = CliRunner().invoke(app, [str(word) for word in words], obj=frame)
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result

    return run


def written(path: Path, text: str) -> Path:
    """A roster in a file."""
    file = path / "lista.csv"
    file.write_text(text, encoding="utf-8")
    return file


def people(store: Store) -> int:
    """How many people are on record."""
    return store.run(lambda db: db.execute(select(func.count()).select_from(Person)).scalar_one())


def table(text: str) -> list[dict[str, str]]:
    """What a CSV says."""
    return list(csv.DictReader(StringIO(text)))


def audited(store: Store) -> list[Any]:
    """The audit log."""
    return store.run(lambda db: list(db.execute(select(AuditEntry.__table__).order_by(AuditEntry.id))))
