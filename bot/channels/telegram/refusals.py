"""What an answer of Telegram's to a sent message means: nobody but this module reads its error texts."""

from collections.abc import Callable

import msgspec

from bot.channels.base import RetryLater, SendError, Uncertain, Unreachable, WrongContent

PAUSE = 60.0  # seconds for everyone, when the bot itself is refused
CONFLICT = 30.0  # seconds in which another program may go on fetching this bot's updates
NOT_MODIFIED = "not modified"  # an edit that was made already
BY_WEBHOOK, BY_POLLING = "409 webhook", "409 polling"  # who else gets the updates


class _Parameters(msgspec.Struct):
    retry_after: float | None = None


class _Refusal(msgspec.Struct):
    error_code: int
    description: str = ""
    parameters: _Parameters | None = None


def _nobody(code: str) -> SendError:
    return RetryLater(code, PAUSE, everyone=True)


def _conflict(code: str) -> SendError:
    return RetryLater(code, CONFLICT)


#: A part of the text, in small letters; what it means; the short name that the code gets.
_TEXTS: tuple[tuple[str, Callable[[str], SendError], str], ...] = (
    ("bot was blocked", Unreachable, "blocked"),
    ("user is deactivated", Unreachable, "deactivated"),
    ("initiate conversation", Unreachable, "never started"),
    ("bot was kicked", Unreachable, "kicked"),
    ("not a member", Unreachable, "kicked"),
    ("messages to bots", Unreachable, "a bot"),
    ("chat not found", Unreachable, "chat not found"),
    ("user not found", Unreachable, "chat not found"),
    ("peer_id_invalid", Unreachable, "chat not found"),
    ("group chat was", Unreachable, "chat gone"),
    ("no rights to send", Unreachable, "no rights"),
    ("logged out", _nobody, "logged out"),
    ("webhook is active", _conflict, "webhook"),
    ("by setwebhook", _conflict, "webhook"),
    ("by other getupdates", _conflict, "polling"),
    ("too long", WrongContent, "too long"),
    ("text is empty", WrongContent, "empty"),
    ("text must be non-empty", WrongContent, "empty"),
    ("not modified", WrongContent, NOT_MODIFIED),
    ("button", WrongContent, "button"),
)


def refusal(status: int, payload: bytes) -> SendError:
    """The error that a failed send is for delivery. Its code is the number and a word, never Telegram's text."""
    try:
        told = msgspec.json.decode(payload, type=_Refusal)
    except ValueError:
        return _not_telegrams_own(status)
    if told.error_code == 429:
        delay = told.parameters.retry_after if told.parameters else None
        return RetryLater("429", delay, everyone=True)
    return _by_code(told.error_code, told.description.lower())


def refuses_the_bot(problem: SendError) -> bool:
    """Whether Telegram does not take the bot's token, or not any more."""
    return problem.code.endswith(("token", "logged out"))


def _by_code(code: int, text: str) -> SendError:
    if code in (401, 404):
        return _nobody(f"{code} token")
    if code >= 500:
        return _not_telegrams_own(code)
    for part, kind, name in _TEXTS:
        if part in text:
            return kind(f"{code} {name}")
    kinds: dict[int, Callable[[str], SendError]] = {400: WrongContent, 403: Unreachable, 413: WrongContent}
    return kinds.get(code, RetryLater)(str(code))


def _not_telegrams_own(status: int) -> SendError:
    """An answer of some server on the way, or of one that breaks down: what became of the message?"""
    code = str(status)
    if status == 413:
        return WrongContent(code)
    if status == 503:
        return RetryLater(code)  # it says that it took nothing on
    if status >= 500 or status < 300:
        return Uncertain(code)
    return _nobody(code)
