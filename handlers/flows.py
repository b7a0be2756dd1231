"""Every flow by its name, as conversations remember it."""

from dataclasses import dataclass

from dialogue.engine import Flow
from handlers import joining, linking, menu, profile, progress


@dataclass(frozen=True, slots=True)
class Known:
    """A flow, and how it is treated: a `passing` one is not offered again when something interrupts it."""

    run: Flow
    passing: bool = False
    alters: bool = False  # changes who the contact is or which language it speaks


FLOWS: dict[str, Known] = {
    "join": Known(joining.join, alters=True),
    "arrive": Known(joining.arrive, passing=True),
    "profile": Known(profile.profile),
    "progress": Known(progress.report_progress),
    "link": Known(linking.link, passing=True),
    "menu": Known(menu.menu, passing=True),
    "help": Known(menu.help, passing=True),
    "language": Known(menu.language, passing=True, alters=True),
    "resume": Known(menu.resume, passing=True),
}
