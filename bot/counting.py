"""Progress of long work: a bar on a terminal, silence in a pipe."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

_STEP = 100  # of counted things, to a drawing


@contextmanager
def counting(what: str, total: int | None = None) -> Iterator[Callable[[], None]]:
    """A function to call for each thing done; `total` where it is known beforehand."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(what, total=total)
        count = 0

        def done() -> None:
            nonlocal count
            count += 1
            if count % _STEP == 0:
                progress.advance(task, _STEP)

        yield done
