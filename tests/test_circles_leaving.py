"""Who is in no circle any more, and what is left of what was written: stop, objection, erasure, forgetting, files."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import Connection, func, select

from bot.attachments import Attachments
from bot.channels.base import WrongContent
from bot.files import FileStore
from dialogue.drawing.content import Content
from dialogue.messages import Attachment
from handlers.peer_talk import RELAYED
from models import addresses, erasing, freezes, my_data, stopping, suppressing
from models.base import now
from models.circles import wishes
from models.files import StoredFile
from models.freezes import Whom
from models.messages import Message
from models.outbox import Claimed
from models.peers import candidates, sweeping
from models.peers.candidates import Wanted
from models.peers.tables import PeerMessage, PeerTrace
from models.received import Received
from models.sealing import vault
from models.store import Store
from tests.circled import TOPIC, circle_of_three, dora, members, pass_time, three, tick, wish
from tests.peered import Member, helps

pytestmark = pytest.mark.usefixtures("working_day")


def gone(alias: str) -> str:
    return f"«{alias}» ya no está en el círculo sobre {TOPIC}."


def test_stop_and_an_objection_look_like_any_leaving(store: Store, clock: time_machine.Traveller) -> None:
    fourth = dora(store)
    store.run(helps, fourth.person)
    her, him, third = circle_of_three(store, clock, fourth)
    him.write("alto")
    pass_time(clock, store, minutes=2)
    assert her.hears() == [gone("Roble Azul")]
    third.write("me opongo")
    third.write("Contacto con colegas")
    third.write("es todo")
    pass_time(clock, store, minutes=2)
    assert her.hears() == [f"El círculo sobre {TOPIC} terminó."]
    assert members(store) == set()
    assert not any("círculo" in text for text in him.hears())


def test_whoever_takes_no_part_any_more_is_asked_for_none(store: Store, clock: time_machine.Traveller) -> None:
    her, him, third = three(store)
    for each in (her, him, third):
        wish(store, each, moderates=True)
    store.run(stopping.stop, him.person, now())
    pass_time(clock, store, hours=1)
    third("""
        > círculos
        < ¿Qué quiere hacer? [Pedir un círculo] [Ya no quiero uno]
        > ya no quiero uno
        < De acuerdo, ya no le pregunto por círculos nuevos.
    """)
    store.run(stopping.come_back, him.person, now())
    wish(store, him)
    pass_time(clock, store, days=2)
    assert not any("Hay un círculo" in text for each in (her, him, third) for text in each.hears())
    assert not store.run(wishes.any_open, third.person)


def test_of_an_erased_member_nothing_is_left_on_any_phone(store: Store, clock: time_machine.Traveller) -> None:
    fourth = dora(store)
    store.run(helps, fourth.person)
    her, him, third = circle_of_three(store, clock, fourth)
    for who, text in ((him, "una frase que nadie más escribe"), (her, "una frase que se queda")):
        who.write("/circle write 1")
        who.write(text)
    him.hears(), third.hears()
    store.run(erasing.block, him.person, now())
    tick(store)
    assert third.hears() == [gone("Roble Azul")]
    clock.move_to(now() + timedelta(days=31))
    store.run(suppressing.suppress, him.person, now())
    told = str(store.run(my_data.as_file, third.person))
    assert "una frase que nadie" not in told
    assert "una frase que se queda" in told
    assert store.run(left) == (1, 2)
    assert members(store) == {her.person, third.person, fourth.person}


def test_her_own_file_tells_what_is_hers_and_nothing_of_the_others(store: Store, clock: time_machine.Traveller) -> None:
    her, him, _third = circle_of_three(store, clock)
    for who in (her, him):
        who.write("/circle write 1")
        who.write(f"Lo que yo escribí, {who.person}")
    told = str(store.run(my_data.as_file, her.person)["peers"])
    assert f"Lo que yo escribí, {her.person}" in told
    assert "Blue Cedar" in told
    for others in (f"Lo que yo escribí, {him.person}", "Beto", "Oak"):
        assert others not in told


def test_what_was_written_is_forgotten_after_thirty_days(store: Store, clock: time_machine.Traveller) -> None:
    her, him, third = circle_of_three(store, clock)
    her.write("/circle write 1")
    her.write("esto se olvida")
    his_file = str(store.run(my_data.as_file, him.person))
    assert "esto se olvida" in his_file
    clock.move_to(now() + timedelta(days=31))
    while store.run(sweeping.sweep, now()):
        pass
    assert store.run(left)[0] == 0
    for each in (her, him, third):
        assert "esto se olvida" not in str(store.run(my_data.as_file, each.person))
    emptied = store.run(lambda db: db.scalar(select(func.count()).where(Received.body_sealed.is_(None))))
    assert emptied == 1


async def test_a_photo_reaches_who_is_in_the_circle_and_nobody_else(
    store: Store, clock: time_machine.Traveller, tmp_path: Path
) -> None:
    outside = dora(store)
    her, him, third = circle_of_three(store, clock)
    her.write("/circle write 1")
    her.write("(photo)")
    kept, file = FileStore(f"file://{tmp_path}/files"), store.run(first_file)
    await kept.put(file.id, store.run(lambda db: vault(db).seal(b"a picture", "stored_file", file.id, file.seal_id)))
    for who in (him, third):
        made = await Attachments(store, kept).make(showing(store, who, file.id))
        assert (made.data, made.type) == (b"a picture", "image/jpeg")
    third.write("salir del círculo")
    third.write("sí")
    for who in (her, third, outside):
        with pytest.raises(WrongContent):
            await Attachments(store, kept).make(showing(store, who, file.id))


def test_a_freeze_stops_what_somebody_writes_and_reads(store: Store, clock: time_machine.Traveller) -> None:
    her, him, third = circle_of_three(store, clock)
    him.write("/circle write 1")
    store.run(freezes.begin, Whom(person=him.person), None, "test", now())
    assert "medidas de seguridad" in him.write("¿Me leen?")[0].text
    him.hears()
    her.write("/circle write 1")
    her.write("Buenas tardes")
    assert [len(each.hears()) for each in (him, third)] == [0, 1]
    assert "medidas de seguridad" in him.write("/circle write 1")[0].text
    assert store.run(left)[0] == 1


def test_two_who_meet_in_a_circle_are_not_introduced_as_well(store: Store, clock: time_machine.Traveller) -> None:
    her, him, third = circle_of_three(store, clock)
    assert store.run(candidates.find, her.person, Wanted("field"), 5) == []
    him.write("salir del círculo")
    him.write("sí")
    assert store.run(candidates.find, her.person, Wanted("field"), 5) == [him.person]
    assert store.run(candidates.find, third.person, Wanted("field"), 5) == [him.person]


def showing(store: Store, who: Member, file: str) -> Claimed:
    contact = store.run(addresses.at, who.phone.from_here()).id
    return Claimed(1, contact, 1, "700", Content("", language="es", shows=Attachment(RELAYED, file)))


def first_file(db: Connection) -> StoredFile:
    return db.execute(select(StoredFile.__table__)).one()  # type: ignore[return-value]  # a row with its columns


def left(db: Connection) -> tuple[int, int]:
    """How many messages of circles are kept, and how many were sent to somebody and are known to hold words of one."""
    traced = select(PeerTrace.row).where(PeerTrace.author_id.is_not(None), PeerTrace.kind == "message")
    counts = (select(func.count()).select_from(PeerMessage), select(func.count()).where(Message.id.in_(traced)))
    kept, sent = (db.execute(each).scalar_one() for each in counts)
    return kept, sent
