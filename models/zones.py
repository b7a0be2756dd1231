"""The time zone in which a person works, from her state and, along the northern border, her municipality.

The Ley de los Husos Horarios (DOF, 28 October 2022, reformed 29 November 2022) gives each state its zone and names the
border municipalities that go with the clocks of the United States. The rules themselves are those of zoneinfo.
"""

from dialogue.understanding import plain
from models import states

DEFAULT = "America/Mexico_City"

_OF_STATE = {
    "BCN": "America/Tijuana",
    "BCS": "America/Mazatlan",
    "CAM": "America/Merida",
    "CHH": "America/Chihuahua",
    "COA": "America/Monterrey",
    "DUR": "America/Monterrey",
    "NAY": "America/Mazatlan",
    "NLE": "America/Monterrey",
    "ROO": "America/Cancun",
    "SIN": "America/Mazatlan",
    "SON": "America/Hermosillo",
    "TAM": "America/Monterrey",
    "YUC": "America/Merida",
}

#: Municipalities with a zone other than their state's, and what else people call them and their towns.
_OF_MUNICIPALITY = {
    ("CHH", "America/Ciudad_Juarez"): """
        juarez, ascension, puerto palomas, palomas, janos, guadalupe, guadalupe distrito bravo,
        guadalupe distrito bravos, praxedis g guerrero, praxedis guerrero, praxedis""",
    ("CHH", "America/Ojinaga"): """
        ojinaga, manuel ojinaga, coyame del sotol, coyame, santiago de coyame, manuel benavides""",
    ("COA", "America/Matamoros"): """
        acuña, allende, guerrero, hidalgo, jimenez, morelos, nava, ocampo, piedras negras, villa union, zaragoza""",
    ("NLE", "America/Matamoros"): "anahuac",
    ("TAM", "America/Matamoros"): """
        nuevo laredo, nvo laredo, guerrero, nueva ciudad guerrero, mier, miguel aleman, camargo, gustavo diaz ordaz,
        g diaz ordaz, diaz ordaz, reynosa, reinosa, rio bravo, valle hermoso, matamoros""",
    ("NAY", "America/Bahia_Banderas"): """
        bahia de banderas, bahia banderas, b de banderas, valle de banderas, bucerias, nuevo vallarta, nuevo nayarit""",
}

_BEFORE = ("municipio de ", "mpio de ", "ciudad ", "cd ", "heroica ", "h ", "villa ")


def zone_of(state: str | None, municipality: str | None) -> str:
    """The IANA name of the zone for a state's code (`models.states`) and a municipality as people write it."""
    if state is None:
        return DEFAULT
    zone = _OF_STATE.get(state, DEFAULT)
    if municipality is None:
        return zone
    name = _without_state(plain(municipality), state)
    found = (_BY_NAME.get((state, form)) for form in _forms(name))
    return next((each for each in found if each is not None), zone)


def has_several(state: str) -> bool:
    """Whether some municipalities of a state have another zone than the rest of it."""
    return any(of == state for of, _zone in _OF_MUNICIPALITY)


def _without_state(name: str, state: str) -> str:
    """`name` without the state after it ("juarez chih" is juarez)."""
    words = name.removesuffix(" mexico").split()
    for end in range(1, len(words)):
        if states.understood(" ".join(words[end:])) == state:
            return " ".join(words[:end])
    return name


def _forms(name: str) -> list[str]:
    """`name` as it stands, and with the words that may stand before it taken off one after the other."""
    forms = [name]
    while (before := next(filter(forms[-1].startswith, _BEFORE), None)) is not None:
        forms.append(forms[-1].removeprefix(before))
    return forms


_BY_NAME = {
    (state, plain(name)): zone for (state, zone), names in _OF_MUNICIPALITY.items() for name in names.split(",")
}
