"""Peers: taking part, and where one goes from there."""

from typing import Any

from sqlalchemy import Connection

from dialogue.engine import Chat
from dialogue.messages import Choice
from dialogue.phrases import _
from dialogue.questions import Pick, YesNo
from handlers import objecting
from handlers.following import Follow
from models import consents
from models.base import now
from models.peers import aliases, introductions, profiles
from models.peers.rounds import months

_TAKE_PART = _(
    "Here you can find people of the programme who help each other. Nobody learns who you are until both of you agree. "
    "Do you want to take part?"
)


def peers(chat: Chat[Connection]) -> Follow | None:
    """Ask whether she takes part at all, and then what she wants."""
    about = chat.look_up("about", standing, chat.person)
    if not about["agreed"]:
        if not chat.ask("part", YesNo(_TAKE_PART)):
            chat.say(_("All right. If you change your mind, write “peers”."))
            return None
        chat.do("agree", objecting.agree_to, chat.person, chat.given["contact"], consents.PEERS)
        if "then" in chat.given:
            return Follow(chat.given["then"])
    wanted = chat.ask("what", Pick(_("What would you like to do?"), _choices(about)))
    if wanted in ("pause", "resume"):
        chat.do("pause", pause, chat.person, wanted == "pause")
        chat.say(_("Your profile rests: nobody new is told of you.") if wanted == "pause" else _("You are back."))
        return None
    if wanted.isdecimal():
        return Follow("peer_talk", {"introduction": int(wanted)})
    return Follow(wanted)


def _choices(about: dict[str, Any]) -> list[Choice]:
    writing = [
        Choice(str(number), _("Write to {alias}", alias=aliases.said(alias))) for number, alias in about["open"][:5]
    ]
    rest = {True: Choice("resume", _("Resume my profile")), False: Choice("pause", _("Pause my profile"))}
    paused = [rest[about["paused"]]] if about["paused"] is not None else []
    return [
        *writing,
        Choice("peers_find", _("Find a peer"), ("buscar", "find")),
        Choice("circles", _("Circles"), ("círculo", "mis círculos", "circle")),
        *([Choice("round", _("Monthly round"), ("ronda", "round"))] if about["rounds"] else []),
        Choice("peers_profile", _("My peer profile")),
        *paused,
    ]


def standing(db: Connection, person: str) -> dict[str, Any]:
    """Whether she takes part, with whom she may write, whether her profile rests (None: she has none), and rounds."""
    profile = profiles.of(db, int(person))
    return {
        "agreed": takes_part(db, person),
        "open": [[side.id, side.alias] for side in introductions.open_of(db, int(person))],
        "paused": None if profile is None else profile.paused,
        "rounds": profile is not None and months.are_there(db),
    }


def takes_part(db: Connection, person: str) -> bool:
    """Whether she has agreed to be put in contact with peers."""
    return consents.current(db, int(person)).get(consents.PEERS, False)


def pause(db: Connection, person: str, rests: bool) -> None:
    """Let her profile rest, or not any more."""
    profiles.pause(db, int(person), now() if rests else None)
