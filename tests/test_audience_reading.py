"""What staff write is understood in both languages, and what is not understood is said so that they can mend it."""

import pytest

from models import audience
from models.audience import Unclear
from models.audience.expressions import Everybody
from models.states import STATES

SAME = [
    ("all", "", "   ", "todos", "Todas", "everybody", "(all)", "all and todos"),
    ("state = Chihuahua", "estado = chihuahua", "ESTADO=CHIH", "Estado en Chihuahua", "state in (Chihuahua,)", "state == CHH"),
    ("state in (Chihuahua, Sonora)", "estado en (Chihuahua; Sonora)", "state = Chihuahua, Sonora", 'state in ("Chihuahua",«Sonora»)'),
    ('state = "Estado de México"', "estado = Estado de México", "estado = edomex", "state = “estado de mexico”"),
    ("state != Sonora", "estado no en Sonora", "not state = Sonora", "state <> Sonora", "no (estado = Sonora)", "estado ≠ Sonora"),
    ("plan = started", "plan = iniciado", "plan = Iniciado", "PLAN in (started)", "not not plan = started"),
    ('plan = "not started"', "plan = not started", "plan = sin empezar", "plan = not_started"),
    ("plan != any", "plan = none", "plan = ninguno", "not plan = any", "plan = sin plan"),
    ("plan != any or plan in (done, open)", "plan in (none, done, open)", "plan en (ninguno, terminado, abierto)"),
    ("rank = command", "nivel = mando medio", "rank = Middle command", "rango = comandante", "grado = Inspectora"),
    ("language = English", "idioma = inglés", "language = en", "lengua = ingles"),
    ("channel = whatsapp", "canal = WhatsApp", "canal = wa"),
    ('cohort = "Generación 12"', "generación = Generación 12", "cohorte = “Generación  12”", "cohort = 'Generación 12'", "Generation = ‘Generación 12’"),
    ('agency = "Fiscalía de Prueba"', "dependencia = Fiscalía de Prueba", "organización = «Fiscalía de Prueba»"),
    ('programme = "Seguridad y Justicia"', "programa = “Seguridad y Justicia”", "PROGRAM = 'Seguridad y Justicia'"),
    ("tag in (trainer, norte)", "etiqueta en (trainer, norte, trainer)", "etiquetas = trainer, norte"),
    ("joined", "se unió", "unido", "not not joined"),
    ("joined within 30 days", "se unió en los últimos 30 días", "joined in the last 30 days", "joined within 1 month"),
    ("joined since 2026-05-01", "se unió desde 2026-05-01", "joined since 01/05/2026", "se unió desde el 1/5/2026"),
    ("not joined before 2026-05-01", "no se unió antes de 2026-05-01", "not (joined before 2026-5-1)"),
    ("active within 30 days", "escribió en los últimos 30 días", "activa hace 30 días", "active for the last 30 days", "wrote in 30 days"),
    ("active within 14 days", "active within 2 weeks", "escribió en 2 semanas"),
    ("silent for 90 days", "en silencio por 90 días", "callado desde hace 3 meses", "inactive for 90 days", "silent 90 days"),
    ("silent since 2026-01-31", "en silencio desde el 31/01/2026"),
    ("answered 12", "respondió 12", "contestó el anuncio 12", "answered announcement 012"),
    ("answered 12 with yes", "respondió 12 con sí", "answered 12 with (yes)", "answered 12 with “I will come”", "respondió al anuncio 12 con asistiré"),
    ("not answered 12 with (no, maybe)", "no respondió 12 con (no, tal vez)", "not (answered 12 with no, maybe)"),
    ("received 12", "recibió 12", "recibieron el anuncio 12"),
    ("state = Sonora and plan = started or joined", "(estado = Sonora y plan = iniciado) o se unió", "state = Sonora AND (plan = started) Or ((joined))"),
    ("state = Sonora and (plan = started or joined)", "estado = Sonora e (plan = iniciado u se unió)"),
    ("not (state = Sonora or not joined)", "no (estado = Sonora o no se unió)"),
    ("not all", "no todos", "all and not all", "not all or not all"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "also"), [(same[0], other) for same in SAME for other in same])
def test_an_audience_is_understood_however_it_is_written(written: str, also: str) -> None:
    assert audience.write(audience.parse(also)) == written


@pytest.mark.parametrize(("code", "name"), STATES.items())
def test_every_state_is_understood_without_quotation_marks(code: str, name: str) -> None:
    assert audience.parse(f"estado en ({name}) y se unió") == audience.parse(f'state = "{code}" and joined')


UNCLEAR = {
    "plam = started": "“plam” is not understood. Did you mean: plan?",
    "estadp = Sonora": "“estadp” is not understood. Did you mean: state?",
    "colour = red": (
        "“colour” is not understood. You can ask for: cohort, programme, state, agency, rank, language, channel, plan, tag, "
        "all, joined, active, silent, answered, received."
    ),
    "state = Chihuaha": "There is no “Chihuaha” under “state”. Did you mean: Chihuahua?",
    "state = Baja": "There is no “Baja” under “state”. Did you mean: Baja California, Baja California Sur?",
    "rank = boss": "There is no “boss” under “rank”. There are: Operative, Supervisor, Middle command, Senior command, Civilian.",
    "plan = startd": "There is no “startd” under “plan”. Did you mean: started?",
    "answered 12 with tomorrow": (
        "There is no “tomorrow” under “answered”. There are: I will come, I will not come, I do not know yet, 1 ★, 2 ★, 3 ★, "
        "4 ★, 5 ★, Tell me more and others."
    ),
    "state": "After “state” comes “=”, “in” or “not in”. For example: state in (Chihuahua, Sonora) and plan = started.",
    "state Sonora": "After “state” comes “=”, “in” or “not in”. For example: state in (Chihuahua, Sonora) and plan = started.",
    "state = ": "After “state =” something is missing. For example: state in (Chihuahua, Sonora) and plan = started.",
    "state in ()": "After “state in (” something is missing. For example: state in (Chihuahua, Sonora) and plan = started.",
    "joined and": "After “joined and” something is missing. For example: state in (Chihuahua, Sonora) and plan = started.",
    "and joined": "Before “and” a condition is missing. For example: state in (Chihuahua, Sonora) and plan = started.",
    "()": "Before “)” a condition is missing. For example: state in (Chihuahua, Sonora) and plan = started.",
    "state = Sonora plan = started": "After “state = Sonora” write “and” or “or” before what follows.",
    "joined state = Sonora": "After “joined” write “and” or “or” before what follows.",
    "state = Sonora or Jalisco": (
        "After “state = Sonora or” a condition is missing. Several values are written in parentheses: state in (Chihuahua, "
        "Sonora) and plan = started. A name with “and” or “or” in it needs quotation marks."
    ),
    "(joined": "A parenthesis is not closed.",
    "joined)": "There is a closing parenthesis too many.",
    'cohort = "Generación 12': 'A quotation mark has no other half: "Generación 12',
    "cohort = ''": "After “cohort” a value is empty.",
    "tag = «  »": "After “tag” a value is empty.",
    "joined !": "“!” is not understood here. For example: state in (Chihuahua, Sonora) and plan = started.",
    "tag = a\x00b": "After “tag = a” stands something that cannot be read.",
    "active": "A time is written like this: active within 30 days, silent for 90 days, joined since 2026-01-31.",
    "joined yesterday": "A time is written like this: active within 30 days, silent for 90 days, joined since 2026-01-31.",
    "active before 2026-01-31": "A time is written like this: active within 30 days, silent for 90 days, joined since 2026-01-31.",
    "joined before 30 days": "A time is written like this: active within 30 days, silent for 90 days, joined since 2026-01-31.",
    "silent for 30": "A time is written like this: active within 30 days, silent for 90 days, joined since 2026-01-31.",
    "silent for 0 days": "A time lies between 1 and 3,660 days.",
    "active within 999999999 years": "A time lies between 1 and 3,660 days.",
    "joined since 31/02/2026": "“31/02/2026” is no date. Write it like 2026-01-31 or 31/01/2026.",
    "answered": "Which announcement? Write its number, for example: answered 12 with yes.",
    "received yesterday": "Which announcement? Write its number, for example: answered 12 with yes.",
    "x" * 2001: "That is too long: 2,001 characters, at most 2,000.",
    "(" * 21 + "all" + ")" * 21: "That is nested too deeply: at most 20 levels are possible.",
    "not " * 21 + "all": "That is nested too deeply: at most 20 levels are possible.",
    f"tag in ({','.join(f't{place}' for place in range(201))})": "That is too much: at most 200 values are possible.",
}  # fmt: skip


@pytest.mark.parametrize(("text", "told"), UNCLEAR.items(), ids=[text[:30] for text in UNCLEAR])
def test_what_is_wrong_is_said_and_where_and_what_would_be_understood(text: str, told: str) -> None:
    with pytest.raises(Unclear) as caught:
        audience.parse(text)
    assert caught.value.phrase.said("en") == told


SPANISH = {
    "esta = Sonora": "No entiendo «esta». ¿Quiso decir: estado?",
    "estado = Chiuaua": "No hay «Chiuaua» en «estado». ¿Quiso decir: Chihuahua?",
    "estado Sonora": "Después de «estado» va «=», «en» o «no en». Por ejemplo: estado en (Chihuahua, Sonora) y plan = iniciado.",
    "idioma = francés": "No hay «francés» en «idioma». Hay: español, inglés.",
    "se unió ayer": (
        "El tiempo va así: escribió en los últimos 30 días; en silencio por 90 días; se unió desde 2026-01-31."
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "told"), SPANISH.items())
def test_it_is_said_in_spanish_as_well(text: str, told: str) -> None:
    with pytest.raises(Unclear) as caught:
        audience.parse(text)
    assert caught.value.phrase.said("es") == told


@pytest.mark.parametrize("text", [*UNCLEAR, *SPANISH])
def test_the_error_itself_tells_a_log_nothing_of_what_was_written(text: str) -> None:
    with pytest.raises(Unclear) as caught:
        audience.parse(text)
    assert "{" in str(caught.value) or caught.value.phrase.blanks == {}


def test_within_the_budget_everything_is_possible() -> None:
    assert audience.parse(f"tag in ({','.join(f't{place}' for place in range(200))})") != Everybody()
    assert audience.parse("(" * 20 + "all" + ")" * 20) == Everybody()
    assert audience.parse("not " * 20 + "all") == Everybody()
    assert audience.parse("joined" + " " * 1994) == audience.parse("joined")


def test_examples_in_the_sentences_are_understood() -> None:
    spanish = "estado en (Chihuahua, Sonora) y plan = iniciado"
    assert audience.parse(spanish) == audience.parse("state in (Chihuahua, Sonora) and plan = started")
    for example in ("escribió en los últimos 30 días", "en silencio por 90 días", "se unió desde 2026-01-31"):
        audience.parse(example)
    assert audience.parse("respondió 12 con sí") == audience.parse("answered 12 with yes")
