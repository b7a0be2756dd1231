"""Every word that begins something, beside those that work at any moment."""

import re
from collections.abc import Mapping

from dialogue import commands
from dialogue.commands import Command, without_courtesy
from dialogue.drawing.knocks import OPEN
from dialogue.messages import Choice
from dialogue.understanding import exact, plain
from models.announcements.choices import COMMANDS, OFFERED, SURELY
from models.peers import aliases

#: What people type to begin a flow, accents left out; the first words of a message, except where marked whole.
FLOWS: Mapping[str, str] = {
    word: flow
    for flow, words in {
        "progress": "avance, avances, reportar avance, progreso, reporte, "
        "reportar mi avance, reportar avances, reportar, "
        "progress, report, report progress, report my progress",
        "profile": "perfil, mi perfil, corregir mis datos, corregir datos, profile, my profile, correct my data",
        "plans": "mis planes, mi plan, planes, plan, plan de accion, mi plan de accion, mis metas, metas, "
        "my plans, my plan, plans, action plan, my action plan, milestones, my milestones",
        "new_plan": "plan nuevo, nuevo plan, agregar plan, agregar un plan, new plan, add plan, add a plan",
        "picture": "mi avance, ver mi avance, mi progreso, grafica, mi grafica, imagen de mi avance, "
        "my progress, see my progress, chart, my chart, picture of my progress",
        "postpone": "postpone",
        "invited": "invited",
        "my_survey": "encuesta, mi encuesta, la encuesta, encuestas, cuestionario, responder encuesta, "
        "survey, my survey, questionnaire, answer the survey",
        "settings": "ajustes, mis ajustes, configuracion, preferencias, otros ajustes, settings, my settings, "
        "other settings, preferences",
        "phones": "mis telefonos, telefonos, mis numeros, desvincular, my phones, phones, unlink",
        "link": "vincular, otro telefono, usar otro telefono, link, another phone, use another phone",
        "data": "mis datos, que datos tienen, que saben de mi, my data, what do you know about me",
        "erase": "eliminar mis datos, borrar mis datos, eliminar mi cuenta, borrar mi cuenta, "
        "delete my data, erase my data, delete my account",
        "object": "oponerme, me opongo, objetar, retiro mi permiso, quiero retirar mi permiso, "
        "ya no quiero que me citen, ya no quiero que citen mi historia, no quiero que me citen, "
        "object, i object, i take back my consent, do not quote me",
        "news": "cambio en mi trabajo, cambie de trabajo, cambio de trabajo, cambie de adscripcion, me cambiaron, "
        "me ascendieron, ya no trabajo ahi, a change at work, change at work, i was moved, i was promoted",
        "person": "persona, hablar con una persona, hablar con alguien, tengo una pregunta, pregunta, "
        "talk to a person, talk to someone, person, human, i have a question, question",
        "resources": "recursos, materiales, biblioteca, buscar otra cosa, otra busqueda, buscar material, "
        "buscar materiales, resources, materials, library, another search, find material, find materials",
        "search": "buscar, busco, estoy buscando, search, search for, find, look for, looking for, i am looking for",
        "shelf": "shelf",
        "saved": "guardados, mis guardados, mi lista, ver mi lista, saved, my saved items, my list",
        "resource": "resource",
        "follow": "avisarme de lo nuevo, aviseme de lo nuevo, novedades, seguir temas, elegir temas, "
        "tell me what is new, what is new, follow topics, choose topics, follow",
        "unfollow": "ya no avisarme, ya no me avise, no mas novedades, dejar de avisarme, "
        "no more news, stop telling me, unfollow",
        "digest": "digest",
        "peers": "colegas, colega, mis colegas, peers, my peers",
        "peers_find": "buscar colega, buscar un colega, buscar colegas, buscar una colega, encontrar colega, "
        "find a peer, find peer, find peers",
        "peers_profile": "perfil de colegas, mi perfil de colegas, peer profile, my peer profile",
        "peer": "peer",
        "round": "round, ronda, ronda mensual, la ronda, la ronda mensual, monthly round, the monthly round",
        "circles": "circulos, circulo, mis circulos, pedir circulo, pedir un circulo, circles, my circles, "
        "wish for a circle",
        "circle": "circle",
        "rest": "seguir, continuar, seguir con lo pendiente, seguir lo pendiente, seguir donde me quede, "
        "seguir con la encuesta, continuar con la encuesta, continuar la encuesta, seguir la encuesta, "
        "go on, continue, go on where i left off, go on with the survey, continue the survey",
        "settled": "ya quedo, ya quedo gracias, resuelto, that settles it, settled",
        "staff": "equipo, team, staff",
        "tickets": "pendientes, preguntas, tickets",
        "joined": "quien se unio, quienes se unieron, who, who has joined",
        "announce": "anuncio, nuevo anuncio, anunciar, announce, announcement, new announcement",
        "announcements": "anuncios, los anuncios, announcements",
    }.items()
    for word in words.split(", ")
}
#: What people type to change one setting, as the whole message; a button sends "/settings" and the name.
SETTINGS: Mapping[str, str] = {
    word: name
    for name, words in {
        "pause until": "settings pause until, pausa, pausar, hacer una pausa, pause, take a break",
        "hour": "settings hour, horario, mi horario, hora preferida, preferred hour",
        "quiet": "settings quiet, silencio, horas de silencio, no molestar, quiet, quiet hours, do not disturb",
        "shift": "settings shift, turno, mi turno, turnos, mi rol, shift, my shift",
        "discreet": "settings discreet, modo discreto, discreto, discreet, discreet mode",
        "weekly": "settings weekly, mensajes por semana, menos mensajes, mas mensajes, messages a week, "
        "fewer messages, more messages",
        "channel": "settings channel, canal, canal preferido, canal de contacto, donde escribirme primero, "
        "channel, preferred channel, where to write first, first channel",
        "pause": "pausar o detener, pause or stop",
        "state": "settings state, estado, cambiar de estado, state",
    }.items()
    for word in words.split(", ")
}
#: What people type about the peer with whom they write, as the whole message; a button sends "/peer" and a number.
PEER: Mapping[str, str] = {
    word: what
    for what, words in {
        "end": "terminar, terminar con colega, end, end it",
        "block": "bloquear, bloquear colega, block, block peer",
        "report": "reportar colega, reportar mensaje, report peer, report message",
        "reply": "contestar, contestar a colega, reply, reply to peer",
        "share": "darnos a conocer, say who we are",
    }.items()
    for word in words.split(", ")
}
#: What people type about a circle, as the whole message; a button sends "/circle" and a number.
CIRCLE: Mapping[str, str] = {
    word: what
    for what, words in {
        "write": "escribir al circulo, escribir en el circulo, write to the circle",
        "leave": "salir del circulo, dejar el circulo, leave the circle, leave circle",
        "close": "cerrar circulo, cerrar el circulo, close the circle, close circle",
        "rest": "silenciar, silenciar circulo, silenciar el circulo, mute, mute circle, mute the circle",
        "wake": "volver a oir, volver a recibir, volver a oir el circulo, unmute, unmute circle, unmute the circle",
        "hand": "dejar de moderar, ya no moderar, stop moderating",
        "take": "quiero moderar, moderar el circulo, moderate the circle",
        "remove": "quitar a alguien, remove somebody",
        "block": "bloquear a alguien, block somebody",
        "report": "reportar a alguien, report somebody",
    }.items()
    for word in words.split(", ")
}
_ABOUT_SOMEBODY = {
    "quitar a ": "remove",
    "remove ": "remove",
    "bloquear a ": "block",
    "block ": "block",
    "reportar a ": "report",
    "report ": "report",
}
_NAMES = frozenset(FLOWS.values())
_LONGEST = max(len(word.split()) for word in FLOWS)
_REPORTS = {"mi avance", "mi progreso", "my progress"}  # with more behind it: "mi avance 60" is no picture
_TAKES_MORE = {
    *("progress", "postpone", "invited", "person", "tickets", "announcements"),
    *("search", "shelf", "resource", "digest", "peer", "circle", "round"),
}
#: What the buttons under announcements send, and what stands on them, as far as nothing else can be meant by it.
_ANSWER = re.compile(rf"/({'|'.join(COMMANDS.values())})(?:\s+(.*))?", re.S)
_RATES = re.compile(r"(?:rate|califico|calificar|calificacion) ([1-5])")
_WRITTEN_OUT = {
    Choice(each.value, each.label, SURELY.get((kind, each.value), ())): COMMANDS[kind]
    for kind, offered in OFFERED.items()
    for each in offered
    if kind != "rating"
}


def recognise(text: str) -> Command | None:
    """The command in `text`: a universal one, or the beginning of a flow ("avance 60 capacitamos a 20 oficiales")."""
    return (
        commands.recognise(text)
        or _setting(text)
        or _about_peer(text)
        or _about_circle(text)
        or _flow(text)
        or _flow(without_courtesy(plain(text)), whole=True)
        or _answer(text)
        or _unknown(text)
    )


def _answer(text: str) -> Command | None:
    """What is pressed, or written out, under an announcement."""
    pressed, rated = _ANSWER.fullmatch(text.strip()), _RATES.fullmatch(plain(text))
    if pressed is not None:
        return Command(pressed[1], pressed[2] or "", slashed=True)
    if rated is not None:
        return Command(COMMANDS["rating"], rated[1])
    written = exact(text, _WRITTEN_OUT)
    return None if written is None else Command(_WRITTEN_OUT[written], written.value)


def _setting(text: str) -> Command | None:
    bare = plain(text).removeprefix("/")
    name = SETTINGS.get(bare) or SETTINGS.get(without_courtesy(bare))
    return None if name is None else Command("settings", name, text.lstrip().startswith("/"))


def _about_peer(text: str) -> Command | None:
    what = PEER.get(plain(text))
    return None if what is None else Command("peer", what)


def about_circle(text: str, *, inside: bool = False) -> str | None:
    """What `text` wants with a circle, perhaps with an alias behind it; `inside` one, "block" is enough."""
    bare = plain(text)
    if bare in CIRCLE or (inside and PEER.get(bare) in ("block", "report")):
        return CIRCLE.get(bare) or PEER[bare]
    for begins, what in _ABOUT_SOMEBODY.items():
        if bare.startswith(begins) and aliases.meant(bare.removeprefix(begins)) is not None:
            return f"{what} {bare.removeprefix(begins)}"
    return None


def _about_circle(text: str) -> Command | None:
    what = about_circle(text)
    return None if what is None else Command("circle", what)


def _flow(text: str, *, whole: bool = False) -> Command | None:
    slashed = text.lstrip().startswith("/")
    words = text.strip().removeprefix("/").split()
    for length in range(min(_LONGEST, len(words)), 0, -1):
        begun = plain(" ".join(words[:length]))
        flow = "progress" if begun in _REPORTS and len(words) > length else FLOWS.get(begun)
        if flow is None and slashed and length == 1 and words[0] in _NAMES:
            flow = words[0]  # what a button sends
        if flow is not None and (len(words) == length or (flow in _TAKES_MORE and not whole)):
            return Command(flow, " ".join(words[length:]), slashed)
    return None


def _unknown(text: str) -> Command | None:
    """A command that nobody knows is a question for help; "/start" opens a link, "/open" what a knock announced."""
    word = text.strip().split(maxsplit=1)[0] if text.strip().startswith("/") else ""
    if not word[1:2].isalpha():
        return None
    return Command(commands.GREETING if word in ("/start", OPEN) else commands.HELP, slashed=True)
