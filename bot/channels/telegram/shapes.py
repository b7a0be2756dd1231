"""The parts of an update that matter here, each of them optional; msgspec passes over everything else.

python-telegram-bot's own `Update` costs a hundred times more, and refuses updates of other Bot API versions.
"""

import msgspec


class Present(msgspec.Struct):
    """Something of which only the presence matters."""


class Chat(msgspec.Struct):
    """Where it happened."""

    id: int = 0
    type: str = ""


class User(msgspec.Struct):
    """Who did it."""

    is_bot: bool = False
    language_code: str | None = None


class File(msgspec.Struct):
    """A file, or one size of a photo."""

    file_id: str = ""
    file_size: int | None = None
    mime_type: str | None = None
    width: int = 0
    height: int = 0


class Message(msgspec.Struct, rename={"sender": "from"}):
    """A message, new or edited."""

    message_id: int = 0
    chat: Chat | None = None
    sender: User | None = None
    edit_date: int | None = None
    media_group_id: str | None = None
    text: str | None = None
    caption: str | None = None
    photo: list[File] | None = None
    document: File | None = None
    voice: Present | None = None
    audio: Present | None = None
    video: Present | None = None
    animation: Present | None = None
    video_note: Present | None = None
    sticker: Present | None = None
    contact: Present | None = None
    location: Present | None = None
    venue: Present | None = None
    poll: Present | None = None
    dice: Present | None = None
    game: Present | None = None
    story: Present | None = None
    checklist: Present | None = None
    paid_media: Present | None = None
    rich_message: Present | None = None


class Place(msgspec.Struct):
    """Where a pressed button stands; the message itself may no longer be told."""

    chat: Chat | None = None


class Callback(msgspec.Struct, rename={"sender": "from"}):
    """A pressed button."""

    id: str = ""
    sender: User | None = None
    message: Place | None = None
    data: str | None = None


class Member(msgspec.Struct):
    """What the bot is in a chat."""

    status: str = ""


class Membership(msgspec.Struct, rename={"sender": "from"}):
    """The bot was blocked or taken back."""

    chat: Chat | None = None
    sender: User | None = None
    new_chat_member: Member | None = None


class Update(msgspec.Struct):
    """What the webhook is registered for; at most one of these is there."""

    message: Message | None = None
    edited_message: Message | None = None
    callback_query: Callback | None = None
    my_chat_member: Membership | None = None
