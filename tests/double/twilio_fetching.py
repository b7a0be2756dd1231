"""Fetches what a message shows from the bot, as Twilio does after it has accepted the message."""

from dataclasses import replace

from tests.double.postman import Postman
from tests.double.record import Media, Shown, Violation
from tests.double.twilio_state import TwilioState

NOT_FETCHED, TOO_LARGE, WRONG_TYPE = 63019, 63034, 63021
LIMIT, IMAGE_LIMIT = 16_000_000, 5_000_000
CAPTIONED = ("image/jpeg", "image/png", "image/webp", "video/mp4")
OFFICE = "application/vnd.openxmlformats-officedocument."
TYPES = frozenset(
    [
        *CAPTIONED,
        *("audio/ogg", "audio/amr", "audio/3gpp", "audio/aac", "audio/mpeg"),
        *("application/pdf", "application/msword", "text/vcard"),
        *(
            OFFICE + kind
            for kind in ("wordprocessingml.document", "presentationml.presentation", "spreadsheetml.sheet")
        ),
    ]
)


async def fetch(state: TwilioState, postman: Postman, shown: Shown) -> int:
    """Put the file of a message into it; the code with which the message fails, 0 when it does not.

    An address that is not the bot's is believed.
    """
    (media,) = shown.media
    if not postman.is_ours(media.url):
        return 0
    found = await postman.fetch(media.url)
    if found.status != 200:
        return NOT_FETCHED
    type = found.type.partition(";")[0].strip()
    shown.media = [replace(media, type=type, content=found.content)]
    return _refused(state, shown.media[0], shown.text)


def _refused(state: TwilioState, media: Media, caption: str) -> int:
    if media.type not in TYPES:
        state.record.faults.append(Violation("messages", f"WhatsApp carries no {media.type}"))
        return WRONG_TYPE
    if len(media.content) > (IMAGE_LIMIT if media.type.startswith("image/") else LIMIT):
        state.record.faults.append(Violation("messages", "file too large"))
        return TOO_LARGE
    if caption and media.type not in CAPTIONED:
        state.record.faults.append(Violation("messages", f"a text under {media.type} is lost"))
    return 0
