"""What the channel makes of updates: the double's own, and whatever else Telegram may send."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.parsing import Event, Heard, NotAnUpdate, Pressed, Reachability, read
from dialogue.messages import Media
from models.contacts import Address
from models.received import Arrival, Attachment
from tests.double import Shown
from tests.double.options import Options
from tests.double.record import Record
from tests.double.telegram_state import TelegramState
from tests.double.updates import Updates
from tests.telegram_setting import ANA

HOME = Address("telegram", str(ANA), (str(ANA),), "es")


@pytest.fixture
def state() -> TelegramState:
    return TelegramState(Options(), Record())


@pytest.fixture
def people(state: TelegramState) -> Updates:
    return Updates(state)


def seen(update: dict[str, Any]) -> list[Event]:
    return read(json.dumps(update).encode())


def heard(update: dict[str, Any]) -> Arrival:
    [event] = seen(update)
    assert isinstance(event, Heard)
    assert event.address == HOME
    return event.arrival


def test_a_text_is_taken_as_it_is(people: Updates) -> None:
    assert heard(people.text(ANA, "/start ABCD-2345")) == Arrival("1001:1", "/start ABCD-2345")
    assert heard(people.forward(ANA, "Así fue.")) == Arrival("1001:2", "Así fue.")


def test_an_edited_message_is_another_message(people: Updates) -> None:
    first = heard(people.text(ANA, "50"))
    update = people.edited(ANA, 1, "60")
    again = heard(update)
    assert (again.text, again.edited) == ("60", True)
    assert again.key == f"{first.key}:{update['edited_message']['edit_date']}"


def test_a_photo_is_asked_for_in_its_largest_size(people: Updates) -> None:
    arrival = heard(people.photo(ANA, b"jpeg", "La lista de asistencia"))
    assert (arrival.text, arrival.media) == ("La lista de asistencia", Media.FILE)
    assert arrival.attachments == (Attachment("AgACAgEAAxk00000003", "image/jpeg", 4),)


def test_a_photo_above_the_limit_is_asked_for_in_a_smaller_size(people: Updates) -> None:
    update = people.photo(ANA, b"jpeg")
    update["message"]["photo"][2]["file_size"] = 10_000_001
    assert heard(update).attachments[0].reference == "AgACAgEAAxk00000002"


def test_a_document_tells_what_it_claims_to_be(people: Updates) -> None:
    arrival = heard(people.document(ANA, b"%PDF", "plan.pdf", "application/pdf"))
    assert arrival.media is Media.FILE
    assert arrival.attachments == (Attachment("AgACAgEAAxk00000001", "application/pdf", 4),)


def test_an_album_holds_together(people: Updates) -> None:
    first, second = (heard(update) for update in people.album(ANA, [b"a", b"b"], "Dos fotos"))
    assert first.album == second.album is not None
    assert (first.text, second.text) == ("Dos fotos", "")
    assert first.key != second.key


OTHER = {
    "voice": ({"voice": {"file_id": "a", "duration": 1}}, Media.VOICE),
    "audio": ({"audio": {"file_id": "a", "duration": 1}}, Media.VOICE),
    "video": ({"video": {"file_id": "a"}}, Media.VIDEO),
    "video note": ({"video_note": {"file_id": "a"}}, Media.VIDEO),
    "animation": ({"animation": {"file_id": "a"}, "document": {"file_id": "a"}}, Media.VIDEO),
    "sticker": ({"sticker": {"file_id": "a"}}, Media.OTHER),
    "contact": ({"contact": {"phone_number": "+525550000001"}}, Media.OTHER),
    "location": ({"location": {"latitude": 28.6, "longitude": -106.1}}, Media.OTHER),
    "venue": ({"venue": {"title": "Plaza"}, "location": {"latitude": 1, "longitude": 1}}, Media.OTHER),
    "poll": ({"poll": {"id": "1"}}, Media.OTHER),
    "dice": ({"dice": {"emoji": "🎲", "value": 3}}, Media.OTHER),
    "photo without sizes": ({"photo": [{"width": 1}]}, Media.OTHER),
}


@pytest.mark.parametrize(("content", "media"), OTHER.values(), ids=OTHER)
def test_what_answers_no_question_is_named(people: Updates, content: dict[str, Any], media: Media) -> None:
    arrival = heard(people.message(ANA, caption="Vea esto", **content))
    assert (arrival.media, arrival.text, arrival.attachments) == (media, "Vea esto", ())


@pytest.mark.parametrize("data", ["12.abc.def", "anything"])
def test_a_press_brings_the_mark_of_an_option(people: Updates, state: TelegramState, data: str) -> None:
    shown = Shown("5", str(ANA), "¿Sí?", raw={"message_id": 5, "date": 1, "chat": state.chat(ANA)})
    event, pressed = seen(people.callback(ANA, shown, data))
    assert isinstance(event, Heard)
    assert isinstance(pressed, Pressed)
    assert event.arrival == Arrival(f"callback:{pressed.id}", tap=data)


def test_a_button_may_carry_a_command(people: Updates, state: TelegramState) -> None:
    gone = Shown("5", str(ANA), "Menú", raw={"message_id": 5, "date": 0, "chat": state.chat(ANA)})
    event, _pressed = seen(people.callback(ANA, gone, "/rsvp 12 yes"))
    assert isinstance(event, Heard)
    assert (event.arrival.text, event.arrival.tap) == ("/rsvp 12 yes", None)


def test_blocking_and_taking_back_are_noticed(people: Updates) -> None:
    assert seen(people.blocked(ANA)) == [Reachability(HOME, reachable=False)]
    assert seen(people.unblocked(ANA)) == [Reachability(HOME, reachable=True)]


@pytest.mark.parametrize(
    ("code", "language"),
    [("es", "es"), ("es-419", "es"), ("ES_mx", "es"), ("en-GB", "en"), ("pt-br", None), ("esu", None), (None, None)],
)
def test_the_phones_language_is_believed_where_it_is_ours(
    people: Updates, state: TelegramState, code: str | None, language: str | None
) -> None:
    state.person(ANA)["language_code"] = code
    [event] = seen(people.text(ANA, "hola"))
    assert isinstance(event, Heard)
    assert event.address.language == language


def changed(update: dict[str, Any], **fields: Any) -> dict[str, Any]:
    update["message"].update(fields)
    return update


def test_nothing_but_private_chats_with_people_is_listened_to(people: Updates) -> None:
    for update in (
        people.channel_post(-1000000000001, "Aviso"),
        people.text(-1000000000002, "en un grupo"),
        changed(people.text(ANA, "soy un bot"), **{"from": {"id": 5, "is_bot": True}}),
        changed(people.text(ANA, "de nadie"), **{"from": None}),
        changed(people.text(ANA, "demasiado"), chat={"id": 1 << 60, "type": "private"}),
        people.message(ANA, pinned_message={"message_id": 1}),
        people.message(ANA, message_auto_delete_timer_changed={"message_auto_delete_time": 86400}),
        people.message(ANA),
        {"update_id": 1, "inline_query": {"id": "1", "query": "a"}},
        {"update_id": 1, "poll_answer": {"poll_id": "1", "option_ids": [0]}},
        {"update_id": 1, "edited_message": people.location(ANA)["message"]},
        {"update_id": 1},
    ):
        assert seen(update) == []


def test_a_press_in_a_group_is_answered_and_nothing_else(people: Updates, state: TelegramState) -> None:
    shown = Shown("5", "-5", "¿Sí?", raw={"message_id": 5, "date": 1, "chat": state.chat(-5)})
    [event] = seen(people.callback(-5, shown, "12.abc.def"))
    assert isinstance(event, Pressed)


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
CHAT = st.fixed_dictionaries({"id": st.integers(1, 1 << 60), "type": st.just("private")}) | JUNK
SENDER = st.fixed_dictionaries({"id": st.integers(), "is_bot": st.booleans()}, optional={"language_code": JUNK}) | JUNK
MESSAGE = st.fixed_dictionaries(
    {"message_id": st.integers(), "chat": CHAT, "from": SENDER},
    optional={
        **dict.fromkeys(("text", "caption", "media_group_id", "edit_date", "sticker", "document"), JUNK),
        "photo": st.lists(st.fixed_dictionaries({"file_id": st.text()}, optional={"file_size": JUNK})) | JUNK,
    },
)
CALLBACK = st.fixed_dictionaries({"id": st.text() | JUNK, "from": SENDER, "message": MESSAGE, "data": st.text() | JUNK})
UPDATE = st.fixed_dictionaries(
    {},
    optional={
        "update_id": JUNK,
        **dict.fromkeys(("message", "edited_message"), MESSAGE | JUNK),
        "callback_query": CALLBACK | JUNK,
        "my_chat_member": st.fixed_dictionaries({"chat": CHAT, "from": SENDER, "new_chat_member": JUNK}) | JUNK,
    },
)


@given(UPDATE.map(lambda update: json.dumps(update).encode()) | JUNK.map(lambda junk: json.dumps(junk).encode()))
def test_whatever_comes_is_understood_or_said_not_to_be_an_update(body: bytes) -> None:
    try:
        events = read(body)
    except NotAnUpdate:
        return
    assert len(events) <= 2


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"\xff",
        b'{"message":{"text":"\xff"}}',
        b'{"message":{"text":"\\ud800"}}',
        b'{"message":{"message_id":' + b"9" * 5000 + b"}}",
        b'{"x":' + b"[" * 200_000,
        b'{"message":' + b'{"chat":' * 200_000,
    ],
)
def test_what_is_no_update_is_said_not_to_be_one(body: bytes) -> None:
    with pytest.raises(NotAnUpdate):
        read(body)
