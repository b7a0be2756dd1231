"""Reads an update: what a person wrote, pressed or did. Pure, and lenient: what is of no use here is nothing."""

from typing import NamedTuple

import msgspec

from bot.channels.telegram.shapes import Callback, Chat, File, Membership, Message, Update, User
from dialogue.messages import Media
from models.contacts import Address
from models.received import Arrival, Attachment

CHANNEL = "telegram"
PHOTO = 10_000_000  # bytes: of a photo's sizes, the largest below this is asked for
LANGUAGES = ("es", "en")
_LARGEST_ID = 1 << 52

_SOUNDS = ("voice", "audio")
_FILMS = ("video", "animation", "video_note")  # an animation is told as a document as well
_OTHERS = (
    *("sticker", "contact", "location", "venue", "poll", "dice"),
    *("game", "story", "checklist", "paid_media", "rich_message"),
)


class Heard(NamedTuple):
    """A message from a person."""

    address: Address
    arrival: Arrival


class Reachability(NamedTuple):
    """A person blocked the bot, or took it back."""

    address: Address
    reachable: bool


class Pressed(NamedTuple):
    """A button was pressed: the phone turns a wheel until the press with this id is answered."""

    id: str


Event = Heard | Reachability | Pressed


class NotAnUpdate(ValueError):
    """The body is not an update as the Bot API describes it."""


_decode = msgspec.json.Decoder(Update).decode


def read(body: bytes) -> list[Event]:
    """What the update says, in the order in which it is to be dealt with. Raises `NotAnUpdate`."""
    try:
        update = _decode(body)
    except (ValueError, RecursionError):
        raise NotAnUpdate from None
    if update.message is not None:
        return _some(_heard(update.message))
    if update.callback_query is not None:
        return _callback(update.callback_query)
    if update.edited_message is not None:
        return _some(_edited(update.edited_message))
    return [] if update.my_chat_member is None else _membership(update.my_chat_member)


def _some(heard: Heard | None) -> list[Event]:
    return [] if heard is None else [heard]


def _heard(message: Message) -> Heard | None:
    address = _address(message.chat, message.sender)
    if address is None:
        return None
    text, media, attachments = _content(message)
    if not text and media is None:
        return None  # a service message: something was pinned, a timer was set
    key = f"{address.raw}:{message.message_id}"
    return Heard(address, Arrival(key, text, None, media, attachments, message.media_group_id))


def _edited(message: Message) -> Heard | None:
    """An edited message; a place that moves on while it is shared is edited all the time, and says nothing."""
    heard = _heard(message)
    if heard is None or heard.arrival.media is Media.OTHER:
        return None
    key = f"{heard.arrival.key}:{message.edit_date}"
    return Heard(heard.address, msgspec.structs.replace(heard.arrival, key=key, edited=True))


def _content(message: Message) -> tuple[str, Media | None, tuple[Attachment, ...]]:
    if message.text is not None:
        return message.text, None, ()
    text = message.caption or ""
    media = _media(message)
    if media is not None:
        return text, media, ()
    file = message.document or _largest(message.photo or [])
    if file is None:
        return text, Media.OTHER if message.photo else None, ()
    kind = file.mime_type if message.document else "image/jpeg"
    return text, Media.FILE, (Attachment(file.file_id, kind, file.file_size),)


def _media(message: Message) -> Media | None:
    for names, media in ((_SOUNDS, Media.VOICE), (_FILMS, Media.VIDEO), (_OTHERS, Media.OTHER)):
        if any(getattr(message, name) is not None for name in names):
            return media
    return None


def _largest(sizes: list[File]) -> File | None:
    fit = [size for size in sizes if size.file_id and (size.file_size or 0) <= PHOTO]
    return max(fit, key=lambda size: size.width * size.height, default=None)


def _callback(callback: Callback) -> list[Event]:
    """A press is answered even where it means nothing."""
    pressed: list[Event] = [Pressed(callback.id)] if callback.id else []
    address = _address(callback.message.chat if callback.message else None, callback.sender)
    if address is None or not callback.data or not callback.id:
        return pressed
    return [Heard(address, _press(f"callback:{callback.id}", callback.data)), *pressed]


def _press(key: str, data: str) -> Arrival:
    """A button carries a command, or the mark of an option."""
    return Arrival(key, text=data) if data.startswith("/") else Arrival(key, tap=data)


def _membership(membership: Membership) -> list[Event]:
    address = _address(membership.chat, membership.sender)
    status = membership.new_chat_member.status if membership.new_chat_member else ""
    if address is None or status not in ("member", "kicked"):
        return []
    return [Reachability(address, status == "member")]


def _address(chat: Chat | None, sender: User | None) -> Address | None:
    """The private chat with a person; None for groups, channels and other bots."""
    if chat is None or sender is None or sender.is_bot or chat.type != "private" or not 0 < chat.id < _LARGEST_ID:
        return None
    return Address(CHANNEL, str(chat.id), (str(chat.id),), _language(sender.language_code))


def _language(code: str | None) -> str | None:
    """`es-419` is Spanish and `en-GB` English; of anything else we cannot be sure."""
    found = (code or "").replace("_", "-").partition("-")[0].lower()
    return found if found in LANGUAGES else None
