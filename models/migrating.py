"""Brings a database to the shape that this version of the program expects, all at once or not at all."""

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection, Engine

from models.all import metadata
from models.statements import one_at_a_time

_ONE_AT_A_TIME = 0x4C617A6F  # of PostgreSQL's advisory locks


class FromTheFuture(Exception):
    """A newer version of the program has migrated this database; this one does not know its shape."""


def upgrade(engine: Engine, to: str = "head") -> None:
    """Take every step that is missing. Raises `FromTheFuture`; after any error the database is as it was."""
    with engine.begin() as db:
        one_at_a_time(db, _ONE_AT_A_TIME)
        _refuse_unknown(db)
        command.upgrade(_config(db), to)


def downgrade(engine: Engine, to: str = "base") -> None:
    """Take steps back, and lose what only the later shape can hold."""
    with engine.begin() as db:
        one_at_a_time(db, _ONE_AT_A_TIME)
        command.downgrade(_config(db), to)


def at_head(engine: Engine) -> bool:
    """Whether the database has the shape that this version of the program expects."""
    with engine.connect().execution_options(reading=True) as db:
        return set(MigrationContext.configure(db).get_current_heads()) == set(_scripts().get_heads())


def differences(engine: Engine) -> list[object]:
    """What a database differs in from the tables of the models, as Alembic tells it; empty when it does not."""
    with engine.connect().execution_options(reading=True) as db:
        context = MigrationContext.configure(db, opts={"compare_type": True, "compare_server_default": True})
        return list(compare_metadata(context, metadata))


def steps() -> list[str]:
    """The names of all steps, the first one first."""
    return [step.revision for step in _scripts().walk_revisions()][::-1]


def _config(db: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", "models:migrations")
    config.attributes["connection"] = db
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _refuse_unknown(db: Connection) -> None:
    for revision in MigrationContext.configure(db).get_current_heads():
        try:
            _scripts().get_revision(revision)
        except CommandError:
            raise FromTheFuture(f"the database is at step {revision}, which this version does not know") from None
