"""The states of Mexico: their codes (as in ISO 3166-2:MX), their names, and how people write them."""

from models.names import folded

STATES = {
    "AGU": "Aguascalientes",
    "BCN": "Baja California",
    "BCS": "Baja California Sur",
    "CAM": "Campeche",
    "CHP": "Chiapas",
    "CHH": "Chihuahua",
    "CMX": "Ciudad de México",
    "COA": "Coahuila",
    "COL": "Colima",
    "DUR": "Durango",
    "MEX": "Estado de México",
    "GUA": "Guanajuato",
    "GRO": "Guerrero",
    "HID": "Hidalgo",
    "JAL": "Jalisco",
    "MIC": "Michoacán",
    "MOR": "Morelos",
    "NAY": "Nayarit",
    "NLE": "Nuevo León",
    "OAX": "Oaxaca",
    "PUE": "Puebla",
    "QUE": "Querétaro",
    "ROO": "Quintana Roo",
    "SLP": "San Luis Potosí",
    "SIN": "Sinaloa",
    "SON": "Sonora",
    "TAB": "Tabasco",
    "TAM": "Tamaulipas",
    "TLA": "Tlaxcala",
    "VER": "Veracruz",
    "YUC": "Yucatán",
    "ZAC": "Zacatecas",
}

_ALSO = {
    "AGU": "ags",
    "BCN": "bc, b c, baja california norte, b c n",
    "BCS": "b c s, baja sur",
    "CAM": "camp",
    "CHP": "chis, chps",
    "CHH": "chih",
    "CMX": "cdmx, cd mx, cd de mexico, cd mexico, mexico city, mexico df, mexico d f, df, d f, distrito federal",
    "COA": "coah, coahuila de zaragoza",
    "DUR": "dgo",
    "MEX": "mexico, edomex, edo mex, edo mexico, edo de mex, edo de mexico, mexico state, state of mexico, em",
    "GUA": "gto",
    "GRO": "gro",
    "HID": "hgo",
    "MIC": "mich, michoacan de ocampo",
    "NLE": "nl, n l",
    "PUE": "pbl",
    "QUE": "qro, queretaro de arteaga, queretaro arteaga",
    "ROO": "qroo, q roo, qr",
    "SLP": "s l p, san luis",
    "TAM": "tamps",
    "TLA": "tlax",
    "VER": "veracruz de ignacio de la llave, veracruz llave",
}

_TITLES = ("estado libre y soberano de ", "estado de ", "edo de ", "edo ", "state of ")


def understood(text: str) -> str | None:
    """The code of the state that `text` names, in one of its common forms or as a code; None when it is none."""
    written = _written(text)
    if written in _CODES:
        return _CODES[written]
    for title in _TITLES:
        if written.startswith(title):
            return _CODES.get(written.removeprefix(title))
    return None


def _written(text: str) -> str:
    return " ".join("".join(letter if letter.isalnum() else " " for letter in folded(text)).split())


def _all_forms() -> dict[str, str]:
    forms = {_written(name): code for code, name in STATES.items()}
    forms |= {_written(code): code for code in STATES} | {f"mx {code.lower()}": code for code in STATES}
    return forms | {form: code for code, also in _ALSO.items() for form in also.split(", ")}


_CODES = _all_forms()
