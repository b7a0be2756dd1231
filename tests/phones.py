"""A phone in a test: a conversation written down as people would read it, and checked line by line.

`> text` is the person, `> [Label]` a pressed button, `> (photo) text` a file and what is written under it; `< text
[Option] [Option]` is the bot, and a line that begins with neither continues the one before. `[menú]` and `[menu]` stand
for all that the menu offers, in Spanish and in English, `[la ayuda]` and `[the help]` for what it says of itself. After
every turn the law is checked: running the waiting conversation again says only the open question and changes nothing.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

from sqlalchemy import Connection, select, text, update

from dialogue import phrases
from dialogue.conversation import dump
from dialogue.drawing.content import Content
from dialogue.engine import take_turn
from dialogue.messages import Media
from handlers import inbound
from handlers.commands import recognise
from handlers.flows import FLOWS
from handlers.menu import EVERYBODYS, HELP, HERS
from models import addresses, contacts, conversations, files, outbox, received
from models.contacts import Address, Contact
from models.messages import BULK, QUEUED, SENT, Message
from models.received import Arrival, Attachment
from models.sealing import vault
from models.store import Store

_keys = count(1)


@dataclass
class Phone:
    """One address of one channel. `moment` moves on by a minute with every message."""

    store: Store
    channel: str = "telegram"
    address: str = "500001"
    language: str | None = "es"
    moment: datetime = datetime(2026, 11, 24, 15, tzinfo=UTC)
    shown: list[Content] = field(default_factory=list)
    names: tuple[str, ...] = ()  # what it is found by, if that is not the address itself

    def __call__(self, transcript: str) -> None:
        heard: list[str] = []
        for who, line in _lines(transcript):
            if who == ">":
                assert not heard, f"expected nothing more, heard {heard}"
                heard = [drawn(content) for content in self.write(line)]
            else:
                assert heard, f"expected {line!r}, heard nothing"
                said = heard.pop(0)
                assert said == line, f"\n  heard {said}\n  wrote {line}"
        assert not heard, f"expected nothing more, heard {heard}"

    def write(self, line: str) -> list[Content]:
        """Send what a line of a transcript stands for; what the bot answers."""
        self.moment += timedelta(minutes=1)
        before = self.store.run(_last_message)
        arrival = self._arrival(line)
        took = self.store.run(inbound.receive, self.from_here(), arrival, self.moment)
        if took.waits and arrival.attachments:
            self.store.run(_deliver_files, self.moment)
        self.shown = self.store.run(_since, before, self.from_here())
        self.store.run(check_the_law, self.from_here())
        return self.shown

    def hears(self) -> list[str]:
        """What comes to this phone without being asked for: it is delivered, and its buttons can be pressed."""
        came = self.store.run(_deliver_unasked, self.from_here())
        self.store.run(check_the_law, self.from_here())
        self.shown = came or self.shown
        return [drawn(content) for content in came]

    def from_here(self) -> Address:
        """The address of this phone."""
        return Address(self.channel, self.address, self.names or (self.address,), self.language)

    def _arrival(self, line: str) -> Arrival:
        key = f"{self.address} {next(_keys)}"
        if line.startswith("[") and line.endswith("]"):
            options = [option for content in self.shown for option in content.options]
            data = next((option.data for option in options if option.label == line[1:-1]), "")
            assert data, f"no {line} among {[option.label for option in options]}"
            return Arrival(key, data) if data.startswith("/") else Arrival(key, tap=data)
        if line.startswith("("):
            kind, _bracket, caption = line[1:].partition(")")
            media = {"photo": Media.FILE, "voice": Media.VOICE, "video": Media.VIDEO}.get(kind, Media.OTHER)
            attachments = (Attachment("photo", "image/jpeg"),) if media is Media.FILE else ()
            return Arrival(key, caption.strip(), media=media, attachments=attachments)
        return Arrival(key, line)


def phone_of(
    store: Store, person: int, channel: str = "telegram", address: str = "500001", language: str = "es"
) -> Phone:
    """A phone that belongs to a person."""
    phone = Phone(store, channel, address, language)
    store.run(lambda db: contacts.belong(db, addresses.at(db, phone.from_here()).id, person))
    return phone


def everything_for(db: Connection, phone: Phone) -> list[Content]:
    """All that was ever said to a phone."""
    return _since(db, 0, phone.from_here())


def menu(language: str) -> str:
    """The whole menu of an alumna, as a transcript has it."""
    return " ".join(f"[{phrases.said(choice.label, language)}]" for choice in [*HERS, *EVERYBODYS])


def drawn(content: Content) -> str:
    """A message as a transcript has it."""
    if content.knock:
        return f"(knock: {content.text} {content.language})"
    return " ".join([_one_line(content.text), *(f"[{each.label}]" for each in content.options)])


def check_the_law(db: Connection, address: Address) -> None:
    """The law of the conversation core, on the state as it lies in the store."""
    contact = addresses.at(db, address)
    held = conversations.opened(db, contact.owner)
    if held is None:
        return
    conversation = conversations.state(db, held)
    before, writes = dump(conversation), _writes(db)
    turn = take_turn(FLOWS[held.flow].ready(db, conversation.given), conversation, db, None, recognise)
    assert not turn.finished, "run again, the flow ends"
    assert len(turn.said) == 1, f"run again, the flow says {turn.said}"
    assert turn.said[0].asked is not None
    assert (dump(conversation), _writes(db)) == (before, writes), "run again, the flow changes something"


def _writes(db: Connection) -> object:
    if db.dialect.name == "sqlite":
        return db.connection.dbapi_connection.total_changes  # type: ignore[union-attr]
    return db.execute(text("select sum(n_tup_ins + n_tup_upd + n_tup_del) from pg_stat_xact_user_tables")).scalar()


def _deliver_files(db: Connection, moment: datetime) -> None:
    for waiting in received.first_waiting(db, moment + timedelta(minutes=1)):
        together = received.together(db, waiting)
        sealed = [files.seal(vault(db), b"a picture", "image/jpeg", "foto.jpg") for _ in together]
        inbound.resume(db, together, sealed, None, moment)


def _deliver_unasked(db: Connection, address: Address) -> list[Content]:
    waiting = (Message.contact_id == addresses.at(db, address).id, Message.lane == BULK, Message.state == QUEUED)
    rows = db.execute(select(Message.__table__).where(*waiting).order_by(Message.id)).all()
    db.execute(update(Message).where(*waiting).values(state=SENT))
    return [outbox.content_of(db, row.seal_id, row.body_sealed) for row in rows]


def _last_message(db: Connection) -> int:
    return db.execute(select(Message.id).order_by(Message.id.desc()).limit(1)).scalar() or 0


def _since(db: Connection, last: int, address: Address) -> list[Content]:
    """What was said to an address, whoever was behind it then."""
    there = [id for id in db.scalars(select(Contact.id)) if _raw(db, id) == address.raw]
    here = (Message.contact_id.in_(there), Message.id > last)
    rows = db.execute(select(Message.__table__).where(*here).order_by(Message.id))
    return [outbox.content_of(db, row.seal_id, row.body_sealed) for row in rows]


def _raw(db: Connection, contact: int) -> str:
    return contacts.address_of(db, contacts.known(db, contact))


def _lines(transcript: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for line in filter(None, map(str.strip, transcript.splitlines())):
        if line[0] in "<>":
            found.append((line[0], line[1:].strip()))
        else:
            found[-1] = (found[-1][0], f"{found[-1][1]} {line}")
    return [(who, _written_out(line)) for who, line in found]


def _written_out(line: str) -> str:
    stands_for = {"[menú]": menu("es"), "[menu]": menu("en")}
    stands_for |= {"[la ayuda]": _one_line(phrases.said(HELP, "es")), "[the help]": _one_line(phrases.said(HELP, "en"))}
    for short, whole in stands_for.items():
        line = line.replace(short, whole)
    return line


def _one_line(text: str) -> str:
    return text.replace("\n", " ").replace("\N{NO-BREAK SPACE}", " ").replace("  ", " ")
