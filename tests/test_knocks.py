"""Whoever has not written for a day is reached by a template that WhatsApp has approved, and by nothing else."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import structlog

from bot.channels.base import WrongContent
from bot.channels.whatsapp import status, submit, sync
from bot.channels.whatsapp.syncing import kept_sids
from bot.channels.whatsapp.templates import knocks
from dialogue.drawing.content import Content
from handlers.commands import recognise
from models.knocks import knocks_approved, knocks_submitted, window_open
from models.outbox import Claimed
from tests.whatsapp_bench import ANA, Bench, bench

NAMES = {f"{kind}_{language}" for kind in ("reminder", "answer", "discreet", "news") for language in ("es", "en")}
SPANISH = {
    "reminder": "Hola. Tenemos un recordatorio sobre su plan. Toque el botón para verlo.",
    "answer": "Hola. El equipo contestó su pregunta. Toque el botón para leer la respuesta.",
    "discreet": "Hola. Hay un mensaje para usted. Toque el botón para verlo.",
    "news": "Hola. Hay novedades del equipo del programa. Toque el botón para verlas.",
}


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Bench]:
    async with bench(tmp_path) as here:
        yield here


def knocking(kind: str, language: str = "es", number: int = 1) -> Claimed:
    return Claimed(number, 1, 1, ANA, Content(kind, language=language, knock=True), "bulk")


def decide(here: Bench, name: str, decision: str = "approved", reason: str = "") -> None:
    sid = here.store.run(kept_sids)[f"lazos_knock_{name}"]
    here.double.twilio.contents.decide(sid, decision, reason)


async def approved(here: Bench) -> None:
    """Every knock is at Twilio, and WhatsApp has agreed to it."""
    await sync(here.account, here.store)
    await submit(here.account, here.store)
    for name in NAMES:
        decide(here, name)
    assert await here.channel.approvals() == 1
    await here.channel.start()


@pytest.mark.parametrize("kind", SPANISH)
async def test_it_reaches_somebody_who_has_not_written_and_its_button_opens(here: Bench, kind: str) -> None:
    await approved(here)
    await here.channel.send(knocking(kind, number=5))
    [shown] = here.double.sent(ANA)
    assert (shown.text, shown.labels) == (SPANISH[kind], ["Ver"])
    await here.double.tap(ANA, "Ver")
    [(_address, arrival)] = here.inbox.messages
    assert (arrival.text, arrival.tap) == ("/open", None)
    await here.double.quiet()
    assert here.inbox.receipts == [(5, "sent", None), (5, "delivered", None)]
    assert here.double.faults == []


async def test_it_is_said_in_her_language(here: Bench) -> None:
    await approved(here)
    await here.channel.send(knocking("reminder", "en"))
    [shown] = here.double.sent(ANA)
    assert shown.text == "Hello. We have a reminder about your plan. Tap the button to see it."
    assert shown.labels == ["Open"]


async def test_before_it_is_approved_it_does_not_arrive_and_that_is_told(here: Bench) -> None:
    await sync(here.account, here.store)
    await here.channel.start()
    await here.channel.send(knocking("reminder", number=5))
    await here.double.quiet()
    assert here.double.sent(ANA) == []
    assert here.inbox.receipts == [(5, "waiting", "63016")]


async def test_one_that_is_not_at_twilio_is_told_with_its_cure(here: Bench) -> None:
    for kind in ("reminder", "nothing"):
        with structlog.testing.capture_logs() as logs, pytest.raises(WrongContent):
            await here.channel.send(knocking(kind))
        assert [line["event"] for line in logs] == ["whatsapp.knock_not_sent: run lazos templates sync"]


async def test_all_are_submitted_once_under_names_whatsapp_takes(here: Bench) -> None:
    assert await submit(here.account, here.store) == []
    await sync(here.account, here.store)
    asked = await submit(here.account, here.store)
    assert set(asked) == {f"lazos_knock_{name}_v1" for name in NAMES}
    assert await submit(here.account, here.store) == []
    approvals = {each["name"]: each["category"] for each in here.double.twilio.state.approvals.values()}
    assert approvals.keys() == set(asked)
    marketing = {name for name, category in approvals.items() if category == "MARKETING"}
    assert marketing == {"lazos_knock_news_es_v1", "lazos_knock_news_en_v1"}
    assert set(approvals.values()) == {"UTILITY", "MARKETING"}
    assert here.double.faults == []


async def test_what_whatsapp_says_is_shown_and_kept(here: Bench) -> None:
    await sync(here.account, here.store)
    assert {each.approval for each in await status(here.account, here.store)} == {"", "unsubmitted"}
    assert here.store.run(knocks_submitted) == frozenset()
    await submit(here.account, here.store)
    decide(here, "reminder_es")
    decide(here, "discreet_en", "rejected", "INVALID_FORMAT")
    found = {each.name: (each.approval, each.reason) for each in await status(here.account, here.store)}
    assert found["lazos_knock_reminder_es"] == ("approved", "")
    assert found["lazos_knock_discreet_en"] == ("rejected", "INVALID_FORMAT")
    assert found["lazos_knock_answer_es"] == ("pending", "")
    assert found["lazos_quick_2_1"] == ("", "")
    assert here.store.run(knocks_approved) == {"reminder_es"}
    assert here.store.run(knocks_submitted) == NAMES


async def test_another_category_that_whatsapp_puts_it_into_is_shown(here: Bench) -> None:
    await sync(here.account, here.store)
    await submit(here.account, here.store)
    sid = here.store.run(kept_sids)["lazos_knock_reminder_es"]
    here.double.twilio.state.approvals[sid]["category"] = "MARKETING"
    found = {each.name: each.category for each in await status(here.account, here.store)}
    assert (found["lazos_knock_reminder_es"], found["lazos_knock_reminder_en"]) == ("MARKETING", "UTILITY")
    assert found["lazos_quick_2_1"] == ""


async def test_nothing_is_asked_as_long_as_nothing_was_submitted(here: Bench) -> None:
    await sync(here.account, here.store)
    before = sum(here.double.record.calls.values())
    assert await here.channel.approvals() == 0
    assert sum(here.double.record.calls.values()) == before


async def test_one_that_whatsapp_pauses_is_not_used_any_more(here: Bench) -> None:
    await approved(here)
    assert here.store.run(knocks_approved) == NAMES
    decide(here, "reminder_es", "paused")
    assert await here.channel.approvals() == 1
    assert here.store.run(knocks_approved) == NAMES - {"reminder_es"}
    assert await here.channel.approvals() == 0


def test_every_one_is_a_template_that_whatsapp_would_approve() -> None:
    for knock in knocks():
        ((kind, content),) = knock.types().items()
        assert kind == "twilio/quick-reply"
        assert "{{" not in str(content)
        assert knock.friendly_name(1) == knock.friendly_name(1).lower()


def test_the_window_closes_ten_minutes_early() -> None:
    moment = datetime(2026, 11, 24, 12, tzinfo=UTC)
    assert window_open(moment - timedelta(hours=23, minutes=49), moment)
    assert not window_open(moment - timedelta(hours=23, minutes=50), moment)


@pytest.mark.parametrize("text", ["/open", "/open "])
def test_its_button_goes_on_where_the_person_was(text: str) -> None:
    command = recognise(text)
    assert command is not None
    assert command.name == "greeting"
