"""Reporting what a peer wrote: the team reads what is reported, and nothing else of the conversation."""

from collections.abc import Sequence

from sqlalchemy import Connection

from dialogue.catalogues import languages
from dialogue.engine import Chat
from dialogue.messages import Choice
from dialogue.phrases import Phrase, _, lines, said
from dialogue.questions import Pick
from handlers import asking, peer_words
from models import tickets
from models.base import now
from models.peers import aliases, introductions, relaying
from models.peers.counted import REPORTED
from models.peers.relaying import Said
from models.peers.tables import OPEN

HOW_MANY = {"one": 1, "ten": 10}
NOTHING_YET = _("Nothing has been written to you yet, so there is nothing to report.")


def peer_report(chat: Chat[Connection]) -> None:
    """Ask how much to report, and pass it on."""
    number = int(chat.given["introduction"])
    alias = chat.look_up("alias", alias_of, chat.person, number)
    if alias is None:
        return chat.say(peer_words.GONE)
    wanted = how_much(chat, aliases.said(alias))
    if wanted == "none":
        return chat.say(_("All right."))
    if not chat.do("report", report, chat.person, chat.given["contact"], number, HOW_MANY[wanted]):
        return chat.say(NOTHING_YET)
    chat.say(
        _(
            "Thank you for telling us. The team will read what you reported, and nothing else. To write no more with "
            "“{alias}”, write “block”.",
            alias=aliases.said(alias),
        )
    )
    return None


def how_much(chat: Chat[Connection], alias: Phrase) -> str:
    """Ask how many of the last messages are reported: one, ten or none."""
    options = [
        Choice("one", _("The last message"), ("el último", "last")),
        Choice("ten", _("The last ten")),
        Choice("none", _("Nothing")),
    ]
    prompt = _("What of “{alias}” do you want to report to the team?", alias=alias)
    wanted: str = chat.ask("what", Pick(prompt, options))
    return wanted


def alias_of(db: Connection, person: str, introduction: int) -> int | None:
    """The alias of the other; None when there was never anything to report."""
    side = introductions.find(db, int(person), introduction)
    return None if side is None or side.state not in (OPEN, "ended") else side.alias


def _written(message: Said) -> list[Phrase | str]:
    file = [_("(a photo or a document)")] if message.file else []
    return [*file, message.text] if message.text else [*file]


def report(db: Connection, person: str, contact: int, introduction: int, most: int) -> bool:
    """Hand on the last messages of the other as a question to the team; False when there are none."""
    side = introductions.find(db, int(person), introduction)
    messages = relaying.from_other(db, side, most) if side is not None else []
    about = _("Report about introduction {number}:", number=str(introduction))
    handed = side is not None and hand_in(db, person, contact, about, messages, side.other)
    ticket = tickets.open_for(db, int(person)) if handed else None
    if ticket is not None:
        relaying.trace(db, introduction, REPORTED, ticket.id, now())
    return handed


def hand_in(db: Connection, person: str, contact: int, about: Phrase, messages: Sequence[Said], author: int) -> bool:
    """Hand on what `author` wrote as a question to the team; False when there is nothing."""
    if not messages:
        return False
    written = [part for each in messages for part in _written(each)]
    asking.ask(db, person, contact, said(lines(about, *written), languages()[0]), author)
    return True
