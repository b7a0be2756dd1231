"""The Spanish addresses people as *usted* and keeps the house's punctuation."""

import re

import pytest

from tests.sources import in_spanish

SPANISH = [
    (message.id if isinstance(message.id, str) else message.id[0], form)
    for message in in_spanish()
    if message.id
    for form in ([message.string] if isinstance(message.string, str) else message.string or ())
]

#: Words that address somebody as *tú*, *vos*, *vosotros* or *ustedes*.
FAMILIAR = set(
    """tú tu tus te ti contigo tuyo tuya tuyos tuyas vos vosotros vosotras vuestro vuestra os ustedes
    eres estás has quieres puedes tienes debes deseas prefieres necesitas sabes crees trabajas gustas llevas capacitaste
    hiciste dijiste quisiste dejaste reportaste respondiste elegiste cambiaste escribiste enviaste
    quieras puedas tengas debas desees prefieras necesites elijas escribas mandes envíes cambies
    escribe elige manda envía responde abre pide espera pon di haz ven sal ten confirma revisa usa utiliza intenta
    prueba vuelve sigue ingresa corrige borra cambia mira lee toca oprime presiona pulsa habla avisa selecciona marca
    comparte guarda adjunta indica dime dinos cuéntame cuéntanos mándalo mándame envíalo envíame escríbelo escríbeme
    escríbenos ábrelo pídele pídela háblale elígelo olvídalo perdona disculpa
    sos podés tenés querés sabés escribí mandá enviá elegí respondé abrí pedí esperá
    sois podéis tenéis queréis escribid elegid mandad enviad escriban elijan manden envíen respondan quieran puedan""".split()  # noqa: SIM905
)

#: The same words where they speak of something else: what an organisation does, what becomes of a plan.
ALLOWED = {
    ("usa", "Privacy notice. {organisation} uses"),
    ("cambia", "All right. We will not write to you. If"),
    ("cambia", "Version {version}"),
    ("sigue", "It was dropped"),
    ("sigue", "dropped"),
    ("sigue", "Now what is up to you"),
    ("espera", "I could not confirm it"),
    ("escribe", "Whom we give it to"),
}


@pytest.mark.parametrize(("english", "spanish"), SPANISH)
def test_people_are_addressed_as_usted(english: str, spanish: str) -> None:
    words = set(re.findall(r"\w+", spanish.lower())) & FAMILIAR
    assert {
        word for word in words if not any(word == one and english.startswith(start) for one, start in ALLOWED)
    } == set()


@pytest.mark.parametrize(("english", "spanish"), SPANISH)
def test_punctuation(english: str, spanish: str) -> None:
    for sentence in (english, spanish):
        assert not re.search(r"[!¡—]|  | - | [.,;:?]|\.\.\.|^\s|\s$", sentence)
    assert not re.search("[\"“”'‘’]", spanish), "quotes are «»"
    assert not re.search("[\"«»']", english), "quotes are “”"
    for opened, closed in (("«", "»"), ("¿", "?"), ("(", ")")):
        assert spanish.count(opened) == spanish.count(closed)
    assert ("?" in english) == ("?" in spanish)
    assert english.endswith(".") == spanish.endswith(".")


def test_the_list_of_words_finds_what_it_should() -> None:
    for wrong in (
        "Escribe tu clave.",
        "¿Quieres seguir?",
        "Mándalo otra vez.",
        "Elegí una opción.",
        "Envíen su clave.",
    ):
        assert set(re.findall(r"\w+", wrong.lower())) & FAMILIAR
