"""Which language to go on in: asked in all of them at once."""

from dialogue.catalogues import languages
from dialogue.messages import Choice

_NAMES = {"es": "Español", "en": "English"}
_ALSO = {"es": ("castellano", "spanish"), "en": ("inglés",)}
WHICH_LANGUAGE = "¿En qué idioma prefiere seguir? / Which language do you prefer?"


def tongues() -> list[Choice]:
    """The languages that are spoken here, each by its own name."""
    return [Choice(language, _NAMES[language], _ALSO[language]) for language in languages()]
