"""Reporting what a peer wrote: the team reads what is reported, and nothing else of the conversation."""

from sqlalchemy import Connection

from dialogue.catalogues import languages
from dialogue.engine import Chat
from dialogue.messages import Choice
from dialogue.phrases import Phrase, _, lines, said
from dialogue.questions import Pick
from handlers import asking, peer_words
from models.peers import aliases, introductions, relaying
from models.peers.tables import OPEN

_HOW_MANY = {"one": 1, "ten": 10}


def peer_report(chat: Chat[Connection]) -> None:
    """Ask how much to report, and pass it on."""
    number = int(chat.given["introduction"])
    alias = chat.look_up("alias", alias_of, chat.person, number)
    if alias is None:
        return chat.say(peer_words.GONE)
    options = [
        Choice("one", _("The last message"), ("el último", "last")),
        Choice("ten", _("The last ten")),
        Choice("none", _("Nothing")),
    ]
    prompt = _("What of “{alias}” do you want to report to the team?", alias=aliases.said(alias))
    wanted = chat.ask("what", Pick(prompt, options))
    if wanted == "none":
        return chat.say(_("All right."))
    if not chat.do("report", report, chat.person, chat.given["contact"], number, _HOW_MANY[wanted]):
        return chat.say(_("Nothing has been written to you yet, so there is nothing to report."))
    chat.say(
        _(
            "The team will read what you reported, and nothing else. To write no more with “{alias}”, write “block”.",
            alias=aliases.said(alias),
        )
    )
    return None


def alias_of(db: Connection, person: str, introduction: int) -> int | None:
    """The alias of the other; None when there was never anything to report."""
    side = introductions.find(db, int(person), introduction)
    return None if side is None or side.state not in (OPEN, "ended") else side.alias


def report(db: Connection, person: str, contact: int, introduction: int, most: int) -> bool:
    """Hand on the last messages of the other as a question to the team; False when there are none."""
    side = introductions.find(db, int(person), introduction)
    messages = relaying.from_other(db, side, most) if side is not None else []
    if not messages:
        return False
    written: list[Phrase | str] = [each.text or _("(a photo or a document)") for each in messages]
    about = lines(_("Report about introduction {number}:", number=str(introduction)), *written)
    asking.ask(db, person, contact, said(about, languages()[0]))
    return True
