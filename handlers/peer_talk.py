"""Writing with a peer: until she says "menu", whatever she writes goes to the other, and nothing else happens to it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from dialogue import commands
from dialogue.engine import Chat
from dialogue.messages import Attachment, Choice, Incoming, Media, Outgoing
from dialogue.phrases import Phrase, _
from dialogue.questions import Misunderstood, Question, Text, YesNo
from dialogue.understanding import exact
from handlers import peer_words
from handlers.following import Again, Follow
from handlers.paragraphs import paragraph
from handlers.peer_commands import buttons
from handlers.peer_delivering import deliver
from handlers.uploads import UNREACHABLE
from models import freezes, received
from models.base import now
from models.peers import aliases, authors, checking, introductions, not_kept, relaying
from models.peers.introductions import CONTACT
from models.peers.tables import OPEN

RELAYED = "relayed"  # the kind of an attachment that is a file of a peer
MOST = 1000  # characters
#: What means the service, and not the peer.
_OURS = (commands.MENU, commands.CANCEL, commands.BACK, commands.HELP, commands.LANGUAGE, commands.STOP, commands.CLEAR)
_RESTS = paragraph(_("I did not pass it on, and it is not kept."), peer_words.RESTS_TOLD)
_A_WHILE = timedelta(hours=4)
_ENDS = ("end", "block", "report", "share")


@dataclass(frozen=True)
class ForPeer(Question[dict[str, Any]]):
    """Anything: a text, files, or a word that ends it. A greeting or "thank you" is for the peer."""

    introduction: int = 0

    free = True
    upload = True
    numbered = False

    def choices(self, draft: Any) -> list[Choice]:
        offered = {"share": _("Say who we are"), "end": _("End it"), "block": _("Block"), "report": _("Report")}
        also = {"end": ("end", "finalizar"), "share": ("see and decide", "ver y decidir")}
        return [
            Choice(what, label, also.get(what, ()), f"/peer {what} {self.introduction}")
            for what, label in offered.items()
        ]

    def recalls(self, text: str) -> bool:
        command = commands.recognise(text)
        return command is None or command.name not in _OURS

    def understand(self, incoming: Incoming, draft: Any) -> dict[str, Any]:
        if incoming.refused is not None:
            raise Misunderstood(incoming.refused)
        if incoming.files:
            under = {"text": self._text(incoming.caption)} if incoming.caption else {}
            return {"files": list(incoming.files), **under}
        if incoming.media is Media.FILE:
            raise Misunderstood(UNREACHABLE)
        understood: dict[str, Any] = super().understand(incoming, draft)
        return understood

    def hear(self, text: str, draft: Any) -> dict[str, Any]:
        option = exact(text, self.choices(None))
        return {"what": option.value} if option is not None else {"text": self._text(text)}

    def _text(self, text: str) -> str:
        return Text("", MOST, smiles=True).hear(text, None)


def peer_talk(chat: Chat[Connection]) -> Follow | Again | None:
    """Take what she writes to the other, and listen for more."""
    number = int(chat.given["introduction"])
    about = chat.given.get("about") or chat.look_up("about", standing, chat.person, number)
    if about is None:
        chat.say(peer_words.GONE)
        return None
    if about.get("rests"):
        chat.say(peer_words.RESTS_TOLD)
        return None
    begun = chat.look_up("begun", moment_now)
    said = chat.ask("said", ForPeer(_prompt(about, again="again" in chat.given), number))
    came = chat.look_up("came", being_answered, chat.person)
    if said.get("what") in _ENDS:
        return Follow("peer", {"line": f"{said['what']} {number}"})
    if chat.look_up("stale", is_long_ago, begun) and not _still(chat, about):
        chat.say(_("All right, I did not send it."))
        return None
    problem = chat.do("relay", relay, chat.person, number, said.get("text"), said.get("files", []), came)
    if problem in ("gone", "rests"):
        chat.say(peer_words.GONE if problem == "gone" else _RESTS)
        return None
    chat.say(_("Sent.") if problem is None else _why_not(problem))
    return Again({"introduction": number, "about": about, "again": True})


def _still(chat: Chat[Connection], about: dict[str, Any]) -> bool:
    """Hours later she may have forgotten to whom she writes. Her words are not repeated: they would lie once more."""
    prompt = _("It has been a while. Is what you sent for “{alias}”?", alias=aliases.said(about["alias"]))
    return chat.ask("still", YesNo(prompt, _("Yes, for this person"), _("No")))


def being_answered(db: Connection, person: str) -> list[int]:
    """The numbers of the messages in which she wrote it."""
    return received.being_answered(db, f"p{person}")


def moment_now(db: Connection) -> str:
    """The moment (ISO) at which this began."""
    return now().isoformat()


def is_long_ago(db: Connection, begun: str) -> bool:
    """Whether so much time has passed that she may mean somebody else."""
    return now() - datetime.fromisoformat(begun) > _A_WHILE


def _prompt(about: dict[str, Any], *, again: bool) -> Phrase:
    alias = aliases.said(about["alias"])
    if again:
        return _("To stop writing to “{alias}”, write “menu”.", alias=alias)
    return _(
        "What you write now goes to “{alias}”, photos and documents too. To “{alias}” you are “{mine}”. "
        "To stop writing, write “menu”.",
        alias=alias,
        mine=aliases.said(about["mine"]),
    )


def _why_not(problem: str) -> Phrase:
    if problem == "limit":
        return _("That was a lot for one hour, so I did not send it. Please send it again in a while.")
    way = _("To exchange contacts, press “Say who we are”: it is done step by step.")
    return paragraph(peer_words.held(problem), way)


def standing(db: Connection, person: str, introduction: int) -> dict[str, Any] | None:
    """Under which names the two write, and whether it rests; None when it is not open, or not hers."""
    side = introductions.find(db, int(person), introduction)
    if side is None or side.state != OPEN:
        return None
    return {"alias": side.alias, "mine": side.mine, "rests": freezes.either_frozen(db, side.person, side.other)}


def relay(
    db: Connection, person: str, introduction: int, text: str | None, files: list[str], came: list[int]
) -> str | None:
    """Pass it on; None when it is on its way, else why not: gone, rests, limit, or what it gives away.

    It `came` in these messages, which are forgotten in time also when it is held back.
    """
    side, moment = introductions.find(db, int(person), introduction, holds=True), now()
    if side is None or side.state != OPEN:
        return "gone"
    author = authors.look(db, side.person, side.other, moment)
    if author.rests:
        not_kept.forget_soon(db, side, came, moment)
        return "rests"
    relaying.trace_what_came(db, side, came, moment)
    if not author.may_write:
        return "limit"
    if text is not None and side.told < CONTACT:
        held = checking.tells(db, author.known, text)
        if held is not None:
            return held
    relaying.keep(db, side, text, files, moment)
    deliver(db, side.other, side.id, _said(side, text, files), moment, of_round=side.request is None)
    return None


def _said(side: introductions.Side, text: str | None, files: list[str]) -> list[Outgoing]:
    alias, offered = aliases.said(side.mine), buttons(side.id)
    sent = _("“{alias}” sends this.", alias=alias)
    shown = [Outgoing(sent, shows=Attachment(RELAYED, file)) for file in files]
    if text is not None:
        return [*shown, Outgoing(_("“{alias}”: {text}", alias=alias, text=text), offered)]
    return [*shown, Outgoing(_("Would you like to answer “{alias}”?", alias=alias), offered)]
