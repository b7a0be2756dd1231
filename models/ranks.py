"""Ranks and posts as rosters write them, reduced to a band: the rank itself would tell too much, and is never kept."""

from models.names import folded

BANDS = ("operative", "supervisor", "command", "executive", "civilian")

_PHRASES = {
    "operative": (
        "policia, policia tercero, policia segundo, policia primero, policia raso, policia vial, policia investigador, "
        "oficial de policia, oficial de custodia, oficial de seguridad, oficial de prevencion, oficial de guarda, "
        "policia de investigacion, policia procesal, policia de reaccion, policia operativo, elemento, patrullero, "
        "custodio, custodia, custodio penitenciario, guardia, guardia nacional, vigilante, agente, agente de transito, "
        "agente de investigacion, agente investigador, agente de policia, agente de la policia, cadete, cabo, soldado, "
        "marino, operativo, tripulante, escolta, monitorista, radio operador, radioperador, despachador, paramedico, "
        "bombero, detective, officer, police officer, patrol officer, correctional officer, corrections officer, "
        "prison officer, detention officer, guard, constable, trooper, agent, special agent, deputy, patrolman"
    ),
    "supervisor": (
        "suboficial, sub oficial, oficial, subinspector, sub inspector, supervisor, coordinador de grupo, "
        "jefe de turno, jefe de grupo, jefe de sector, jefe de cuadrante, jefe de servicio, jefe de servicios, "
        "jefe de patrulla, jefe de escuadra, jefe de celula, encargado, encargado de turno, responsable de turno, "
        "responsable, comandante de guardia, comandante de turno, sargento, sargento primero, sargento segundo, "
        "sergeant, corporal, supervising officer, shift commander, shift supervisor, team leader"
    ),
    "command": (
        "inspector, inspector jefe, inspector general, comandante, comandante regional, segundo comandante, jefe, "
        "jefe de departamento, jefe de area, jefe de unidad, jefe de seguridad, jefe de custodios, jefe operativo, "
        "jefe de region, jefe de estacion, coordinador, coordinador operativo, delegado, teniente, subteniente, "
        "capitan, capitan primero, capitan segundo, mayor, coronel, teniente coronel, mando, mando medio, commander, "
        "lieutenant, captain, major, colonel, lieutenant colonel, chief inspector, unit chief, head of unit, "
        "head of department, warden, deputy warden, coordinator"
    ),
    "executive": (
        "comisario, comisario jefe, comisario general, subcomisario, director, director general, director de area, "
        "director de seguridad publica, director operativo, director de policia, subdirector, sub director, titular, "
        "secretario, subsecretario, secretario de seguridad, secretario ejecutivo, comisionado, subcomisionado, "
        "fiscal general, fiscal especializado, vicefiscal, subfiscal, procurador, subprocurador, coordinador general, "
        "coordinador estatal, alcaide, general, general brigadier, almirante, vicealmirante, jefe de policia, "
        "jefe de la policia, jefe de estado mayor, presidente del tribunal, superintendente, chief, police chief, "
        "chief of police, deputy chief, assistant chief, commissioner, deputy commissioner, superintendent, "
        "director of public security, deputy director, secretary, undersecretary, attorney general, sheriff"
    ),
    "civilian": (
        "ministerio publico, agente del ministerio publico, agente de ministerio publico, agente mp, mp, fiscal, "
        "fiscal auxiliar, fiscal adscrito, agente fiscal, auxiliar del ministerio publico, perito, perito oficial, "
        "perito en jefe, juez, juez de control, juez civico, juez calificador, magistrado, defensor, defensor publico, "
        "asesor, asesor juridico, asesor victimologico, mediador, facilitador, instructor, instructor certificado, "
        "docente, profesor, maestro, academico, investigador, capacitador, analista, psicologo, trabajador social, "
        "abogado, licenciado, medico, medico forense, criminalista, administrativo, auxiliar, auxiliar administrativo, "
        "asistente, secretario de acuerdos, secretario judicial, secretario de juzgado, secretario tecnico, "
        "secretario particular, secretario auxiliar, actuario, notificador, enlace, enlace administrativo, tecnico, "
        "oficial ministerial, oficial secretario, oficial administrativo, civil, ciudadano, consultor, estudiante, "
        "prosecutor, public prosecutor, assistant prosecutor, district attorney, expert, forensic expert, judge, "
        "magistrate, public defender, defender, defense attorney, attorney, lawyer, adviser, advisor, instructor, "
        "trainer, teacher, professor, academic, analyst, psychologist, social worker, researcher, clerk, court clerk, "
        "administrative assistant, assistant, civilian, technician, mediator, student"
    ),
}

_FEMININE = {
    "jefa": "jefe",
    "jueza": "juez",
    "fiscala": "fiscal",
    "capitana": "capitan",
    "tenienta": "teniente",
    "comandanta": "comandante",
    "sargenta": "sargento",
    "caba": "cabo",
    "generala": "general",
    "coronela": "coronel",
    "oficiala": "oficial",
    "agenta": "agente",
    "maestra": "maestro",
}
_ENDINGS = {"ora": "or", "ria": "rio", "ada": "ado", "ica": "ico", "oga": "ogo", "dora": "dor", "ita": "ito"}


def understood(rank: str) -> str | None:
    """The band of a rank or post, by the longest phrase in it that is known, the first of these; None when none is."""
    words = _words(rank)
    for count in range(min(_LONGEST, len(words)), 0, -1):
        for start in range(len(words) - count + 1):
            band = _BANDS.get(" ".join(words[start : start + count]))
            if band is not None:
                return band
    return None


def _words(text: str) -> list[str]:
    letters = "".join(letter if letter.isalnum() else " " for letter in folded(text.replace("(a)", "")))
    return [_masculine(word) for word in letters.split()]


def _masculine(word: str) -> str:
    """The form under which a word is listed, so that an inspectora is found as well; "policia" stays itself."""
    if word in _FEMININE or word == "policia":
        return _FEMININE.get(word, word)
    ending = next((end for end in sorted(_ENDINGS, key=len, reverse=True) if word.endswith(end)), None)
    return word if ending is None else word.removesuffix(ending) + _ENDINGS[ending]


_BANDS = {" ".join(_words(phrase)): band for band, phrases in _PHRASES.items() for phrase in phrases.split(", ")}
_LONGEST = max(len(phrase.split()) for phrase in _BANDS)
