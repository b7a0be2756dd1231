"""The words of the language for audiences, in English and in Spanish; case and accents do not matter."""

from collections.abc import Mapping

from dialogue.messages import Choice
from dialogue.phrases import Phrase, _
from dialogue.understanding import plain

FIELDS = (
    Choice("cohort", _("cohort"), ("cohort", "generacion", "generation", "cohorte")),
    Choice("programme", _("programme"), ("programme", "programa", "program")),
    Choice("state", _("state"), ("state", "estado")),
    Choice(
        "agency",
        _("agency"),
        ("agency", "agencia", "dependencia", "corporacion", "institucion", "organizacion", "organisation", "workplace"),
    ),
    Choice("rank", _("rank"), ("rank", "nivel", "level", "rango", "grado", "band")),
    Choice("language", _("language"), ("language", "idioma", "lengua")),
    Choice("channel", _("channel"), ("channel", "canal")),
    Choice("plan", _("plan"), ("plan", "planes", "plans")),
    Choice("tag", _("tag"), ("tag", "etiqueta", "tags", "etiquetas")),
)

#: What may stand in place of a field and its value.
OTHERS = (
    Choice("ALL", _("all"), ("all", "todos")),
    Choice("JOINED", _("joined"), ("joined", "se unio")),
    Choice("ACTIVE", _("active"), ("active", "escribio")),
    Choice("SILENT", _("silent"), ("silent", "en silencio")),
    Choice("ANSWERED", _("answered"), ("answered", "respondio")),
    Choice("RECEIVED", _("received"), ("received", "recibio")),
)

#: The words of each terminal of the grammar, without accents.
_KEYWORDS = {
    "_AND": "and, y, e",
    "_OR": "or, o, u",
    "NOT": "not, no",
    "IN": "in, en",
    "ALL": "all, todos, todas, todo, everybody, everyone",
    "JOINED": "joined, unio, unieron, unido, unida, unidos, unidas",
    "ACTIVE": "active, escribio, escribieron, wrote, activo, activa, activos, activas",
    "SILENT": "silent, silencio, callado, callada, callados, calladas, inactive, inactivo, inactiva, inactivos, "
    "inactivas",
    "ANSWERED": "answered, respondio, contesto, respondieron, contestaron",
    "RECEIVED": "received, recibio, recibieron",
    "WITH": "with, con",
    "SINCE": "since, desde, from",
    "BEFORE": "before, antes",
    "FILL": "within, for, the, last, past, los, las, el, ultimos, ultimas, por, durante, hace, de, del, a, al, "
    "announcement, anuncio",
    "SE": "se",
    "UNIT": "days, day, dia, dias, weeks, week, semana, semanas, months, month, mes, meses, years, year, ano, anos",
}

TERMINAL_OF: Mapping[str, str] = {
    word: terminal for terminal, words in _KEYWORDS.items() for word in words.split(", ")
} | {plain(word): "FIELD" for field in FIELDS for word in field.also}

FIELD_OF: Mapping[str, Choice] = {plain(word): field for field in FIELDS for word in field.also}

_DAYS = {"days": 1, "day": 1, "dia": 1, "dias": 1, "weeks": 7, "week": 7, "semana": 7, "semanas": 7}
_DAYS |= {"months": 30, "month": 30, "mes": 30, "meses": 30, "years": 365, "year": 365, "ano": 365, "anos": 365}
DAYS_OF: Mapping[str, int] = _DAYS

LABELS: Mapping[str, Phrase | str] = {each.value.lower(): each.label for each in (*FIELDS, *OTHERS)}
