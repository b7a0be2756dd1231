"""The columns of the tables of resources and topics, in English or in Spanish."""

import re

from dialogue.catalogues import LOCALES
from dialogue.understanding import plain

ITEMS, TOPICS = "resources", "topics"
TOPICS_NAMES = (TOPICS, "temas")
WHOLE = ("key", "kind", "topics", "source", "licence", "valid_until", "audience")
BY_LANGUAGE = ("title", "summary", "words", "file", "light", "link")
COLUMNS = (*WHOLE, *(f"{name}_{language}" for name in BY_LANGUAGE for language in LOCALES))
TOPIC_COLUMNS = ("key", "hurdles", *(f"name_{language}" for language in LOCALES))

_IN_SPANISH = {
    "clave": "key",
    "tipo": "kind",
    "temas": "topics",
    "fuente": "source",
    "licencia": "licence",
    "license": "licence",
    "vigencia": "valid_until",
    "publico": "audience",
    "titulo": "title",
    "resumen": "summary",
    "palabras": "words",
    "archivo": "file",
    "ligero": "light",
    "enlace": "link",
    "nombre": "name",
    "obstaculos": "hurdles",
}
_LANGUAGE = re.compile(rf"(.+?) ({'|'.join(LOCALES)})")


def column_of(header: str) -> str:
    """The column that a header means; one that is no column of ours comes back as it is compared."""
    text = plain(header.replace("_", " "))
    found = _LANGUAGE.fullmatch(text)
    name, language = (found[1], f"_{found[2]}") if found else (text, "")
    return f"{_IN_SPANISH.get(name, name).replace(' ', '_')}{language}"
