"""What is new, once a month: only for those who want it and agreed, at a good hour, and where they can be reached."""

from datetime import timedelta

import pytest
import time_machine

from handlers import objecting, prompting
from models import addresses, consents, preferences
from models.base import now
from models.resources import news
from models.resources.items import Text
from models.resources.suggesting import suggest
from models.store import Store
from tests.reminded import Alumna, alumna, approve, run
from tests.resource_phones import WHATSAPP, withdraw
from tests.resource_shelf import one, put, stock

MONTH = "2026-12-28 10:00"
NEW = "Hay 1 material nuevo de sus temas. 1. Algo nuevo (Enlace). Un resumen. [1] [Ya no avisarme] [Otra búsqueda]"
CARD = (
    "Algo nuevo (Enlace). Un resumen. Enlace a example.org: https://example.org/n (se abrirá en su navegador) "
    "[Guardar] [Me sirve] [No me sirve] [El enlace no funciona] [Otra búsqueda]"
)


def follower(store: Store, clock: time_machine.Traveller, **where: str) -> Alumna:
    """She has no plan to be reminded of, and follows what is about prisons since 24 November."""
    stock(store, now() - timedelta(days=1))
    ana = alumna(store, clock, (), **where)
    contact = store.run(addresses.at, ana.phone.from_here()).id
    store.run(objecting.agree_to, str(ana.person), contact, consents.ANNOUNCEMENTS)
    store.run(news.follow, ana.person, ["prison"], now())
    return ana


def add(store: Store, key: str = "nuevo", **more: object) -> None:
    """A week later there is something new."""
    texts = {"es": Text("Algo nuevo", "Un resumen.", link="https://example.org/n")}
    facts = {"topics": ("prison",), "texts": texts, **more}
    store.run(put, one(key, **facts), moment=now() + timedelta(days=7))


def hears(ana: Alumna, moment: str) -> list[str]:
    """What the job of this moment brings to her phone."""
    ana.at(moment)
    run(ana.store, "tell_news")
    return ana.phone.hears()


def test_once_a_month_she_hears_what_is_new_on_her_topics(store: Store, clock: time_machine.Traveller) -> None:
    ana = follower(store, clock)
    add(store)
    add(store, "ajeno", topics=("victims",))
    assert hears(ana, "2026-12-10 10:00") == []
    assert hears(ana, MONTH) == [NEW]
    assert hears(ana, "2026-12-28 12:00") == []
    ana.phone(f"""
        > [1]
        < {CARD}
    """)
    assert hears(ana, "2027-02-10 10:00") == []


def test_it_ends_with_one_press_however_old_the_button_is(store: Store, clock: time_machine.Traveller) -> None:
    ana = follower(store, clock)
    add(store)
    hears(ana, MONTH)
    told = ana.phone.shown
    ana.at("2027-01-20 10:00").phone.write("menú")
    ana.phone.shown = told
    ana.phone("""
        > [Ya no avisarme]
        < De acuerdo, ya no le avisaré de lo nuevo. Para volver a recibirlo, elija temas. [Elegir temas]
    """)
    add(store, "otro")
    assert hears(ana, "2027-03-10 10:00") == []


def test_nothing_new_is_not_told(store: Store, clock: time_machine.Traveller) -> None:
    ana = follower(store, clock)
    assert hears(ana, MONTH) == []
    assert store.run(news.digests_due, now()) == []


def test_what_was_withdrawn_since_is_not_told(store: Store, clock: time_machine.Traveller) -> None:
    ana = follower(store, clock)
    add(store)
    withdraw(store, "nuevo")
    assert hears(ana, MONTH) == []


def test_it_waits_for_a_good_hour(store: Store, clock: time_machine.Traveller) -> None:
    ana = follower(store, clock)
    add(store)
    assert hears(ana, "2026-12-28 03:00") == []
    assert hears(ana, "2026-12-28 06:00") == []
    assert hears(ana, MONTH) == [NEW]


@pytest.mark.parametrize("said", ["alto", "me opongo"])
def test_who_takes_her_word_back_hears_nothing(store: Store, clock: time_machine.Traveller, said: str) -> None:
    ana = follower(store, clock)
    add(store)
    ana.phone.write(said)
    if said == "me opongo":
        ana.phone.write("1")
        ana.phone.write("es todo")
    assert hears(ana, MONTH) == []
    assert hears(ana, "2027-02-01 10:00") == []


def test_it_counts_as_one_of_the_messages_of_a_week(store: Store, clock: time_machine.Traveller) -> None:
    ana = follower(store, clock)
    add(store)
    store.run(lambda db: preferences.change(db, ana.person, prompts_a_week=0))
    assert hears(ana, MONTH) == []


def test_outside_of_whatsapp_s_window_an_approved_template_knocks(store: Store, clock: time_machine.Traveller) -> None:
    ana = follower(store, clock, channel="whatsapp", address=WHATSAPP, language="en")
    add(store, texts={"en": Text("Something new", "A summary.", link="https://example.org/n")})
    assert hears(ana, MONTH) == []
    store.run(approve, "reminder_en", "discreet_en")
    assert hears(ana, "2026-12-29 10:30") == []
    store.run(approve, "news_en")
    assert hears(ana, "2026-12-30 11:00") == ["(knock: news en)"]
    ana.phone("""
        > hello
        < There is 1 new item on your topics. 1. Something new (Link). A summary. [1] [Stop telling me] [Another search]
        > [Stop telling me]
        < All right, I will not tell you what is new. To hear of it again, choose topics. [Choose topics]
    """)


def test_on_a_discreet_phone_it_tells_nothing_until_she_looks(store: Store, clock: time_machine.Traveller) -> None:
    ana = follower(store, clock)
    add(store)
    ana.prefers(discreet=True)
    assert hears(ana, MONTH) == ["Tiene un recordatorio. ¿Lo vemos? [Ver] [Más tarde]"]
    ana.phone("""
        > [Más tarde]
        < De acuerdo, se lo recuerdo hoy, 13:00 h.
    """)
    assert hears(ana, "2026-12-28 13:01") == ["Tiene un recordatorio. ¿Lo vemos? [Ver] [Más tarde]"]
    ana.phone(f"""
        > [Ver]
        < {NEW}
    """)


def test_what_she_was_told_is_not_suggested_as_well(store: Store, clock: time_machine.Traveller) -> None:
    ana = follower(store, clock)
    add(store)
    hears(ana, MONTH)
    found = store.run(suggest, ana.person, "none", "es", now(), under=("prison",), most=50)
    assert found
    assert "nuevo" not in {each.key for each in found}


def test_one_that_fails_waits_a_day_and_holds_nobody_up(
    store: Store, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = follower(store, clock)
    add(store)
    with monkeypatch.context() as broken:
        broken.setattr(prompting, "prompt", None)
        assert hears(ana, MONTH) == []
    assert hears(ana, "2026-12-28 11:00") == []
    assert hears(ana, "2026-12-29 10:30") == [NEW]
