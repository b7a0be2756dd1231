"""What every command is given: the settings and the store, made when they are first asked for."""

from contextlib import ExitStack
from functools import cached_property

import typer

from bot.demo_settings import demo_settings
from bot.opening import open_store
from bot.settings import Settings, load
from models.hours import usually_quiet
from models.store import Store


class Given:
    """A command's `context.obj`; `demo` says that it works on the demo's store and keys."""

    def __init__(self, *, demo: bool) -> None:
        self.demo = demo
        self._open = ExitStack()

    @cached_property
    def settings(self) -> Settings:
        """The settings, which also say when it is quiet. Raises `WrongSettings`."""
        settings = demo_settings() if self.demo else load()
        start, end = settings.quiet_hours.split("-")
        usually_quiet(int(start) * 60, int(end) * 60)
        return settings

    @cached_property
    def store(self) -> Store:
        """The open store, closed when the command ends. Raises what `bot.opening.open_store` raises."""
        store = open_store(self.settings, migrate_with=f"lazos {'--demo ' if self.demo else ''}migrate")
        self._open.callback(store.close)
        return store

    def close(self) -> None:
        """Close what was opened."""
        self._open.close()


def given(context: typer.Context) -> Given:
    """What this command is given."""
    if not isinstance(context.obj, Given):
        raise TypeError("the command was not started by `lazos`")
    return context.obj
