"""`lazos doctor`: what is well is said so, what is not comes with its cure."""

import json
from typing import Any

from sqlalchemy import Connection, update

from models import addresses, contacts, tickets
from models.audit import AuditEntry
from models.contacts import Address
from tests.alumni import enrol
from tests.double import Double
from tests.house import House, store_of


async def examined(house: House) -> tuple[int, dict[str, dict[str, Any]]]:
    code, out, err = await house.command("doctor", "--json")
    assert err == ""
    return code, {finding["what"]: finding for finding in json.loads(out)}


async def test_a_house_in_order(house: House) -> None:
    code, found = await examined(house)
    wrong = {what: each for what, each in found.items() if each["state"] == "wrong"}
    assert (code, wrong) == (0, {})
    well = {what for what, each in found.items() if each["state"] == "ok"}
    assert {"settings", "languages", "database", "files", "disk", "public address", "telegram", "clock"} <= well
    assert {"whatsapp", "work"} <= well
    assert all(each["cure"] for each in found.values() if each["state"] != "ok")
    assert "templates sync" in found["templates"]["cure"]


async def test_templates_that_whatsapp_has_not_approved(house: House) -> None:
    assert (await house.command("templates", "sync"))[0] == 0
    _code, found = await examined(house)
    assert found["templates"]["state"] == "warning"
    assert "no announcement reaches anybody outside of 24 hours" in found["templates"]["said"]
    assert "lazos templates submit" in found["templates"]["cure"]


async def test_a_messaging_service_must_not_take_stop_for_itself(house: House) -> None:
    await house.stop()
    house.change(LAZOS_TWILIO_MESSAGING_SERVICE_SID="MG" + "0" * 32, LAZOS_TWILIO_WHATSAPP_FROM="")
    _code, found = await examined(house)
    assert "Advanced Opt-Out" in found["stop"]["said"]


async def test_what_providers_say_of_us(house: House, double: Double) -> None:
    double.telegram.state.webhook["url"] = "https://somewhere-else.example.org/telegram"
    await house.stop()
    code, found = await examined(house)
    assert code == 1
    assert (found["telegram"]["state"], found["public address"]["state"]) == ("wrong", "wrong")
    assert "lazos serve" in found["telegram"]["cure"]


async def test_secrets_are_never_printed(house: House) -> None:
    await house.stop()
    for words in (("doctor",), ("doctor", "--json")):
        _code, out, err = await house.command(*words)
        for secret in (*house.keys, house.double.options.telegram_token, house.double.options.auth_token):
            assert secret not in out + err


async def test_other_keys_are_told_with_the_cure(house: House) -> None:
    await house.stop()
    house.change(LAZOS_SECRET_KEYS=house.keys[1], LAZOS_LOOKUP_KEYS=house.keys[0])
    code, found = await examined(house)
    assert code == 1
    assert "LAZOS_SECRET_KEYS" in found["keys"]["said"]


async def test_wrong_settings_are_all_told_at_once(house: House) -> None:
    await house.stop()
    house.change(LAZOS_PORT="x", LAZOS_TIMEZONE="Marte/Olimpo")
    code, out, _err = await house.command("doctor")
    assert code == 1
    assert "LAZOS_PORT" in out
    assert "LAZOS_TIMEZONE" in out


async def test_an_altered_audit_entry_is_named(house: House) -> None:
    await house.command("staff", "add", "Eva Muestra", "--role", "officer")
    store = store_of(house.database_url, house.keys)
    store.run(lambda db: db.execute(update(AuditEntry).values(actor="nobody")))
    store.close()
    _code, found = await examined(house)
    assert "entry 1" in found["audit"]["said"]


async def test_a_question_that_waits_is_told_before_it_is_late(house: House) -> None:
    store = store_of(house.database_url, house.keys)
    store.run(lambda db: tickets.ask(db, (person := enrol(db)), contact_of(db, person), "¿Cuándo es el taller?"))
    store.close()
    _code, found = await examined(house)
    assert (found["tickets"]["state"], found["tickets"]["said"][:1]) == ("ok", "1")
    assert "work" not in found
    assert "backups" not in found, "the key has no effect yet"


def contact_of(db: Connection, person: int) -> int:
    contact = addresses.at(db, Address("telegram", "500001", ("500001",))).id
    contacts.belong(db, contact, person)
    return contact
