"""What happens because time passes."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection, func, insert, select, update

from bot.files import FileStore
from bot.ticks import sweep_files
from models import access, files, forgetting, staff
from models.action_plans import ProgressReport
from models.base import Base, now
from models.contacts import Contact
from models.conversations import Talk
from models.files import StoredFile
from models.received import Received
from models.store import Store
from scheduler.jobs import JOBS
from tests.alumni import enrol
from tests.phones import Phone, phone_of


def run_all(store: Store, later: timedelta) -> None:
    for job in JOBS:
        store.run(job.run, now() + later)


def count(db: Connection, table: type[Base]) -> int:
    return db.execute(select(func.count()).select_from(table)).scalar_one()


def test_a_stranger_is_forgotten_after_a_month_but_her_messages_stay_known(store: Store) -> None:
    stranger, member = Phone(store, address="500001"), phone_of(store, store.run(enrol), address="500002")
    for phone in (stranger, member):
        phone.moment = now()
        phone.write("hola")
    run_all(store, timedelta(days=29))
    assert store.run(count, Contact) == 2
    run_all(store, timedelta(days=31))
    assert store.run(lambda db: db.scalars(select(Contact.person_id)).all()) != [None]
    assert store.run(count, Contact) == 1
    assert store.run(count, Received) == 2
    bodies = store.run(lambda db: db.scalars(select(Received.body_sealed).order_by(Received.id)).all())
    assert bodies[0] is None
    assert bodies[1] is not None


def test_the_phone_of_a_staff_member_is_no_strangers(store: Store) -> None:
    phone = Phone(store)
    phone.write(store.run(lambda db: staff.issue_code(db, staff.add(db, "Clara Muestra", "officer"))) or "")
    run_all(store, timedelta(days=91))
    assert len(store.run(staff.phones)) == 1


def test_conversations_go_three_months_after_their_end(store: Store) -> None:
    phone = phone_of(store, store.run(enrol))
    phone.moment = now()
    for line in ("hola", "ayuda"):
        phone.write(line)
    run_all(store, timedelta(days=89))
    assert store.run(count, Talk) > 0
    run_all(store, timedelta(days=91))
    assert store.run(count, Talk) == 0


def test_wrong_codes_are_forgotten_after_a_day(store: Store) -> None:
    Phone(store).write("AAAA-AAAA-AAAA-AAAA")
    run_all(store, timedelta(hours=23))
    assert store.run(count, access.WrongCode) == 1
    run_all(store, timedelta(hours=25))
    assert store.run(count, access.WrongCode) == 0


async def test_files_that_belong_to_no_report_are_swept_after_a_day(store: Store, tmp_path: Path) -> None:
    kept, person = FileStore(f"file://{tmp_path}/files"), store.run(enrol, plans=("Plan",))
    used, unused, fresh = (files.seal(store.vault, b"a picture", "image/jpeg", "foto.jpg") for _ in range(3))
    for file in (used, unused, fresh):
        await kept.put(file.id, file.content)
        store.run(files.record, file, person)
    store.run(_use, person, used.id)
    yesterday = now() - timedelta(days=2)
    store.run(lambda db: db.execute(update(StoredFile).where(StoredFile.id != fresh.id).values(stored_at=yesterday)))
    assert await sweep_files(store, kept) == 1
    assert store.run(files.known, [used.id, unused.id, fresh.id]) == {used.id, fresh.id}
    assert await kept.get(used.id) == used.content
    assert not (tmp_path / "files" / unused.id[:2] / unused.id).exists()


def _use(db: Connection, person: int, file: str) -> None:
    values = {"plan_id": 1, "person_id": person, "seal_id": b"1", "at": now(), "percent": 1, "status": "started"}
    plan = db.execute(Base.metadata.tables["action_plan"].select()).one().id
    report = db.execute(
        insert(ProgressReport).values(values | {"plan_id": plan}).returning(ProgressReport.id)
    ).scalar_one()
    files.keep_with(db, [file], person, report)


def test_contacts_of_nobody_are_gone_with_all_they_got(store: Store) -> None:
    phone = Phone(store)
    phone.moment = now()
    phone.write("hola")
    assert store.run(forgetting.forget_strangers, now() + timedelta(days=1)) == 1
    assert store.run(forgetting.forget_strangers, now() + timedelta(days=1)) == 0
