"""Functions that write and read a little, to try the store with."""

import pytest
from sqlalchemy import Connection, bindparam, insert, select

from models.programmes import Programme
from models.statements import Prepared

_ADD = Prepared(insert(Programme).values(name=bindparam("name")))

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


def add(db: Connection, name: str) -> str:
    db.execute(insert(Programme).values(name=name))
    return name


def add_prepared(db: Connection, name: str) -> str:
    _ADD.run(db, name=name)
    return name


def names(db: Connection) -> list[str]:
    return sorted(db.scalars(select(Programme.name)))
