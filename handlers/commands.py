"""Every word that begins something, beside those that work at any moment."""

from collections.abc import Mapping

from dialogue import commands
from dialogue.commands import Command, without_courtesy
from dialogue.understanding import plain

#: What people type to begin a flow, accents left out; the first words of a message, except where marked whole.
FLOWS: Mapping[str, str] = {
    word: flow
    for flow, words in {
        "progress": "avance, avances, mi avance, reportar avance, progreso, reporte, "
        "reportar mi avance, reportar avances, reportar, "
        "progress, my progress, report, report progress, report my progress",
        "profile": "mis datos, perfil, mi perfil, my data, profile, my profile",
        "link": "vincular, otro telefono, usar otro telefono, link, another phone, use another phone",
    }.items()
    for word in words.split(", ")
}
_LONGEST = max(len(word.split()) for word in FLOWS)
_TAKES_MORE = {"progress"}


def recognise(text: str) -> Command | None:
    """The command in `text`: a universal one, or the beginning of a flow ("avance 60 capacitamos a 20 oficiales")."""
    return commands.recognise(text) or _flow(text) or _flow(without_courtesy(plain(text)), whole=True) or _unknown(text)


def _flow(text: str, *, whole: bool = False) -> Command | None:
    slashed = text.lstrip().startswith("/")
    words = text.strip().removeprefix("/").split()
    for length in range(min(_LONGEST, len(words)), 0, -1):
        flow = FLOWS.get(plain(" ".join(words[:length])))
        if flow is not None and (len(words) == length or (flow in _TAKES_MORE and not whole)):
            return Command(flow, " ".join(words[length:]), slashed)
    return None


def _unknown(text: str) -> Command | None:
    """A command that nobody knows is a question for help; "/start" opens a link, whatever follows it."""
    word = text.strip().split(maxsplit=1)[0] if text.strip().startswith("/") else ""
    if not word[1:2].isalpha():
        return None
    return Command(commands.GREETING if word == "/start" else commands.HELP, slashed=True)
