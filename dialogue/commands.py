"""The words that work at any moment, in every language, whatever is being asked."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dialogue.understanding import plain

BACK, CANCEL, MENU, HELP, LANGUAGE, STOP, START, GREETING = (
    "back",
    "cancel",
    "menu",
    "help",
    "language",
    "stop",
    "start",
    "greeting",
)
THANKS, CLEAR = "thanks", "clear"

#: What people type for each, accents left out. The first word of each language is the one the help text names.
WORDS: Mapping[str, str] = {
    word: command
    for command, words in {
        BACK: "atras, regresar, volver, anterior, back, go back",
        CANCEL: "cancelar, salir, dejarlo, cancel, quit, exit",
        MENU: "menu, inicio, opciones, menu principal, main menu, options",
        HELP: "ayuda, auxilio, help, ?",
        LANGUAGE: "idioma, cambiar idioma, language, change language",
        "language es": "espanol, en espanol, spanish, castellano",
        "language en": "english, in english, ingles, en ingles",
        STOP: "alto, baja, dar de baja, darme de baja, no me escriban, ya no me escriban, "
        "dejen de escribirme, no quiero mas mensajes, no quiero recibir mas mensajes, stop, unsubscribe, stopall",
        START: "alta, volver a empezar, reanudar, start, resume, unstop",
        GREETING: "hola, buenas, buen dia, buenos dias, buenas tardes, buenas noches, que tal, "
        "ok, hi, hello, good morning, good afternoon, good evening",
        CLEAR: "borrar, borrar chat, borrar el chat, borrar este chat, borrar mensajes, borrar los mensajes, limpiar, "
        "limpiar chat, limpiar el chat, clear, clear chat, clear this chat, clear messages",
        "clear ask": "clear ask",
        THANKS: "gracias, muchas gracias, mil gracias, thanks, thank you, many thanks",
    }.items()
    for word in words.split(", ")
}


@dataclass(frozen=True, slots=True)
class Command:
    """Something to do instead of answering: its name, and what was written behind it."""

    name: str
    rest: str = ""
    slashed: bool = False

    @property
    def whole(self) -> bool:
        """Whether it is all that was written; the rest of a language is its name, from the word itself."""
        return not self.rest or self.name == LANGUAGE

    @property
    def grave(self) -> bool:
        """Whether it is asked back where the same word could be an answer."""
        return self.name == STOP


def without_courtesy(words: str) -> str:
    """What is left of plain `words` without the greeting before and the "please" behind."""
    return _PLEASE.sub("", _BEFORE.sub("", words))


_BEFORE = re.compile(
    r"^(hola|buenas|buenos dias|buenas tardes|buenas noches|hi|hello)? ?"
    r"((yo )?(quiero|quisiera|deseo) |i want to )?(?=\S)"
)
_PLEASE = re.compile(r" (por favor|porfa|porfavor|please)$")

Recogniser = Callable[[str], Command | None]


def recognise(text: str) -> Command | None:
    """The universal command that the whole of `text` is, with or without a slash in front."""
    slashed = text.lstrip().startswith("/")
    word = plain(text) or text.strip()
    name = WORDS.get(word.removeprefix("/")) or WORDS.get(without_courtesy(word))
    if name is None:
        return None
    name, _, rest = name.partition(" ")
    return Command(name, rest, slashed)
