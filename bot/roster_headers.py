"""Which column of a roster is which: header names in English and Spanish, whatever their case, spaces and accents."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from models.names import folded
from models.rosters import COLUMNS, REQUIRED

SECOND_FAMILY_NAME = "second_family_name"  # Mexican lists often have the two apart; they are joined in reading

_ALSO = {
    "given_name": "nombre, nombres, nombre s, nombre de pila, first name, given names, name, primer nombre",
    "family_name": "apellido, apellidos, apellido s, apellido paterno, primer apellido, paterno, last name, surname, "
    "family names, last names",
    SECOND_FAMILY_NAME: "apellido materno, segundo apellido, materno, second last name",
    "agency": "dependencia, corporacion, institucion, organizacion, agencia, dependencia corporacion, "
    "corporacion dependencia, institucion de procedencia, lugar de trabajo, centro de trabajo, adscripcion, "
    "organization, organisation, institution, workplace, department",
    "rank": "grado, rango, puesto, cargo, jerarquia, grado o cargo, cargo o grado, puesto o cargo, grado cargo, "
    "position, title, post, job title",
    "state": "estado, entidad, entidad federativa, estado de la republica, edo",
    "municipality": "municipio, alcaldia, municipio o alcaldia, municipio alcaldia, ciudad, localidad, city, town",
    "email": "correo, correo electronico, e mail, mail, correo e, email address, direccion de correo, "
    "direccion de correo electronico, correo personal, correo institucional",
    "phone": "telefono, tel, celular, telefono celular, cel, movil, whatsapp, numero de telefono, numero celular, "
    "telefono movil, numero de celular, mobile, cell, cell phone, phone number, telephone",
    "language": "idioma, lengua, idioma preferido, preferred language",
    "programme": "programa, nombre del programa, program, curso, actividad, activity, course",
    "cohort": "generacion, cohorte, grupo, generacion cohorte, cohorte generacion, edicion, generation, edition, class",
    "cohort_start": "inicio, fecha de inicio, inicio de la generacion, inicio de cohorte, inicio generacion, "
    "start, start date",
    "cohort_end": "fin, termino, fecha de termino, fecha de fin, fecha final, fin de la generacion, fin de cohorte, "
    "fin generacion, end, end date",
    "plan_title": "plan, titulo del plan, plan de accion, nombre del plan, titulo del plan de accion, proyecto, "
    "action plan",
    "plan_goal": "meta, meta del plan, objetivo, objetivo del plan, goal",
    "plan_due": "fecha limite, fecha limite del plan, fecha compromiso, fecha del plan, plazo, vencimiento, due, "
    "due date",
    "tags": "tag, etiqueta, etiquetas",
}


class Header(NamedTuple):
    """A header row: which place holds which column, and the names that mean nothing to us."""

    places: Mapping[int, str]
    ignored: list[str]
    width: int = 0  # up to the last cell with a name

    @property
    def missing(self) -> list[str]:
        """Required columns that are not there."""
        return [column for column in REQUIRED if column not in self.places.values()]


def header(cells: Sequence[Any]) -> Header:
    """What a row says if it is taken for the header; a second column of the same meaning is ignored."""
    places: dict[int, str] = {}
    ignored = []
    width = 0
    for place, cell in enumerate(cells):
        named = " ".join(str(cell).split())[:60] if cell is not None else ""
        width = place + 1 if named else width
        column = _COLUMN_OF.get(_written(named))
        if column is not None and column not in places.values():
            places[place] = column
        elif named:
            ignored.append(named)
    return Header(places, ignored, width)


def _written(text: str) -> str:
    return " ".join("".join(letter if letter.isalnum() else " " for letter in folded(text)).split())


_COLUMN_OF = {_written(column): column for column in COLUMNS} | {
    name: column for column, names in _ALSO.items() for name in names.split(", ")
}
