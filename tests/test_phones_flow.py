"""She sees which phones belong to her account, adds one, and takes one off."""

import pytest
from sqlalchemy import select

from dialogue.drawing.content import Content
from models import addresses, contacts, doubts, outbox
from models.base import now
from models.messages import BULK, CANCELLED, QUEUED, Message
from models.people import Person
from models.store import Store
from tests.alumni import enrol
from tests.phones import Phone, everything_for, phone_of

TELEGRAM, WHATSAPP = ("telegram", "500001"), ("whatsapp", "whatsapp:+525550000001")
NEUTRAL = "Este servicio es por invitación. Si tiene una clave de acceso, escríbala completa, por favor: son 16 letras y números."
NEUTRAL_IN_BOTH = f"{NEUTRAL} This service is by invitation. If you have an access code, please write all of it: 16 letters and numbers."
TODAY = "24 de noviembre de 2026"


@pytest.fixture(autouse=True)
def _on_one_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contacts, "now", lambda: Phone.moment)


def two_phones(store: Store) -> tuple[Phone, Phone]:
    person = store.run(enrol, plans=("Patrullaje",))
    return phone_of(store, person, *TELEGRAM), phone_of(store, person, *WHATSAPP)


def contact_of(store: Store, phone: Phone) -> int:
    return store.run(addresses.at, phone.from_here()).id


def test_her_only_phone_is_not_removed_without_saying_what_it_means(store: Store) -> None:
    phone_of(store, store.run(enrol), *TELEGRAM)(f"""
        > mis teléfonos
        < Estos teléfonos son de su cuenta: Telegram, desde el {TODAY} (este) ¿Qué quiere hacer?
          [Agregar un teléfono] [Quitar un teléfono] [Volver al menú]
        > [Quitar un teléfono]
        < Es su único teléfono. Sin él, solo podrá volver con una clave nueva de su programa. ¿Lo quitamos? [Sí, quitar] [No, dejar]
        > [No, dejar]
        < De acuerdo, se queda como está.
        > teléfonos
        < Estos teléfonos son de su cuenta: Telegram, desde el {TODAY} (este) ¿Qué quiere hacer?
          [Agregar un teléfono] [Quitar un teléfono] [Volver al menú]
        > quitar
        < Es su único teléfono. Sin él, solo podrá volver con una clave nueva de su programa. ¿Lo quitamos? [Sí, quitar] [No, dejar]
        > sí
        < Listo. Telegram ya no está en su cuenta. Para volver a escribir desde aquí necesita una clave nueva.
        > menú
        < {NEUTRAL}
    """)
    person = store.run(lambda db: db.execute(select(Person.id)).scalar_one())
    assert store.run(contacts.of, person) == []
    assert store.run(doubts.lost) == [], "she did it herself"


def test_the_other_phone_is_removed_and_hears_of_it_no_more(store: Store) -> None:
    telegram, whatsapp = two_phones(store)
    other = contact_of(store, whatsapp)
    waiting = store.run(outbox.queue, other, "whatsapp", Content("¿Cómo va su plan?"), now(), BULK, QUEUED)
    telegram(f"""
        > desvincular
        < Estos teléfonos son de su cuenta: Telegram, desde el {TODAY} (este) WhatsApp …01, desde el {TODAY}
          ¿Qué quiere hacer? [Agregar un teléfono] [Quitar un teléfono] [Volver al menú]
        > 2
        < ¿Cuál quitamos? [Telegram] [WhatsApp …01]
        > whatsapp …01
        < Ya no escribiremos a WhatsApp …01 ni sabremos ahí quién es usted. ¿Lo quitamos? [Sí, quitar] [No, dejar]
        > sí
        < Listo. WhatsApp …01 ya no está en su cuenta.
    """)
    assert store.run(lambda db: db.execute(select(Message.state).where(Message.id == waiting)).scalar()) == CANCELLED
    whatsapp(f"""
        > avance
        < {NEUTRAL_IN_BOTH}
    """)


def test_the_phone_she_writes_from_is_removed_and_the_other_one_hears_of_it(store: Store) -> None:
    telegram, whatsapp = two_phones(store)
    whatsapp(f"""
        > mis teléfonos
        < Estos teléfonos son de su cuenta: Telegram, desde el {TODAY} WhatsApp …01, desde el {TODAY} (este)
          ¿Qué quiere hacer? [Agregar un teléfono] [Quitar un teléfono] [Volver al menú]
        > quitar un telefono
        < ¿Cuál quitamos? [Telegram] [WhatsApp …01]
        > 2
        < Es el teléfono que está usando. Después ya no sabremos aquí quién es usted; podrá seguir desde el otro. ¿Lo quitamos?
          [Sí, quitar] [No, dejar]
        > sí
        < Listo. WhatsApp …01 ya no está en su cuenta. Para volver a escribir desde aquí necesita una clave nueva.
        > sí
        < {NEUTRAL_IN_BOTH}
    """)
    told = [content.text for content in store.run(everything_for, telegram)]
    assert told == ["Se quitó un teléfono de su cuenta. Si no fue usted, avise de inmediato a su programa."]
    telegram("""
        > avance
        < ¿Qué tan avanzado va «Patrullaje», de 0 a 100? [Aún no empieza] [Ya terminó] [El plan cambió] [Se canceló]
    """)


def test_in_english_the_last_words_are_in_her_language_too(store: Store) -> None:
    _, whatsapp = two_phones(store)
    whatsapp.write("english")
    whatsapp("""
        > my phones
        < These phones belong to your account: Telegram, since November 24, 2026 WhatsApp …01, since November 24, 2026 (this one)
          What would you like to do? [Add a phone] [Remove a phone] [Back to the menu]
        > remove
        < Which one shall we remove? [Telegram] [WhatsApp …01]
        > 2
        < You are writing from it. After that we will not know you here; you go on from the other one. Remove it?
          [Yes, remove it] [No, keep it]
        > yes
        < Done. WhatsApp …01 is not on your account any more. To write from here again, you need a new code.
    """)


def test_one_more_phone_and_back_to_the_menu(store: Store) -> None:
    phone = phone_of(store, store.run(enrol), *TELEGRAM)
    phone.write("mis teléfonos")
    assert phone.write("[Agregar un teléfono]")[0].text.startswith("Escriba esta clave desde su otro teléfono.")
    phone.write("mis teléfonos")
    phone("""
        > [Volver al menú]
        < ¿Qué quiere hacer? [menú]
    """)


def test_no_more_of_a_number_is_shown_than_its_end_and_a_user_name_not_at_all(store: Store) -> None:
    person = store.run(enrol)
    number = phone_of(store, person, "whatsapp", "whatsapp:+525550000347")
    phone_of(store, person, "whatsapp", "whatsapp:MX.899759302823042")
    said = number.write("mis teléfonos")[0].text
    assert "WhatsApp …47, desde" in said
    assert "WhatsApp, desde" in said
    assert not [digits for digits in ("347", "5550", "MX.", "042") if digits in said]


def test_two_phones_of_one_name_are_told_apart(store: Store) -> None:
    person = store.run(enrol)
    phone = phone_of(store, person, *TELEGRAM)
    phone_of(store, person, "telegram", "500002")
    phone.write("mis teléfonos")
    assert [option.label for option in phone.write("quitar")[0].options] == ["Telegram (1)", "Telegram (2)"]


def test_a_phone_in_doubt_is_said_so_and_is_no_other_phone_to_go_on_from(store: Store) -> None:
    telegram, whatsapp = two_phones(store)
    store.run(doubts.doubt, contact_of(store, whatsapp), now())
    assert "WhatsApp …01, desde el 24 de noviembre de 2026 (falta confirmar)" in telegram.write("teléfonos")[0].text
    telegram.write("quitar")
    assert telegram.write("1")[0].text.startswith("Es su único teléfono.")


def test_a_phone_that_gets_no_messages_is_said_so(store: Store) -> None:
    telegram, whatsapp = two_phones(store)
    store.run(contacts.unreachable, contact_of(store, whatsapp), now())
    assert (
        "WhatsApp …01, desde el 24 de noviembre de 2026 (no le llegan mensajes)" in telegram.write("teléfonos")[0].text
    )


def test_this_one_is_the_phone_in_her_hand_also_when_she_changes_it_in_the_middle(store: Store) -> None:
    telegram, whatsapp = two_phones(store)
    telegram.write("teléfonos")
    whatsapp.write("quitar")
    whatsapp("""
        > quitar
        < ¿Cuál quitamos? [Telegram] [WhatsApp …01]
        > 1
        < Ya no escribiremos a Telegram ni sabremos ahí quién es usted. ¿Lo quitamos? [Sí, quitar] [No, dejar]
    """)


def test_a_phone_removed_meanwhile_is_not_removed_again(store: Store) -> None:
    telegram, whatsapp = two_phones(store)
    for line in ("teléfonos", "quitar", "2"):
        telegram.write(line)
    store.run(doubts.remove, contact_of(store, whatsapp), now())
    assert telegram.write("sí")[0].text == "Listo. WhatsApp …01 ya no está en su cuenta."
