"""An alumna joins with the code on her card."""

from sqlalchemy import select

from models import consents
from models.people import Person
from models.store import Store
from tests.alumni import code_for, enrol
from tests.phones import Phone


def test_she_joins_in_five_turns(store: Store) -> None:
    person = store.run(enrol, plans=("Patrullaje de proximidad",))
    code = store.run(code_for, person)
    phone = Phone(store)
    phone(f"""
        > /start {code.replace("-", "")}
        < Le damos la bienvenida. Para confirmar que esta clave es suya: ¿cuál es su primer apellido?
        > ejemplo
        < Aviso de privacidad. Lazos usa sus datos para dar seguimiento a su capacitación: su plan de acción, sus avances y sus respuestas. Eso es necesario para participar. Sus datos se guardan cifrados y no se entregan a nadie; los informes solo llevan cifras. Puede verlos, corregirlos, eliminarlos u oponerse cuando quiera.
          [Acepto] [No acepto] [Leer todo el aviso]
        > [Acepto]
        < Lo que sigue es voluntario. ¿Qué más le gustaría? Elija todo lo que quiera; al terminar, «Listo».
          [Avisos y materiales] [Contacto con colegas] [Citar mis logros] [Nada de esto]
        > 1 y 2
        < Gracias. Ya estamos en contacto. Esto es lo que tenemos de usted: Nombre: Ana Apellidos: Ejemplo Rivera Lugar
          de trabajo: Policía Municipal de Villa Ejemplo Estado: Chihuahua ¿Es correcto? [Sí, es correcto] [Corregir algo]
        > sí
        < Gracias. Sus datos están al día. ¿Qué quiere hacer? [menú]
    """)
    given = store.run(consents.current, person)
    assert given == {"follow_up": True, "announcements": True, "peers": True, "quotes": False}
    joined = store.run(lambda db: db.execute(select(Person.joined_at, Person.language)).one())
    assert joined.joined_at is not None
    assert joined.language == "es"


def test_done_with_nothing_chosen_is_asked_once(store: Store) -> None:
    person = store.run(enrol)
    phone = Phone(store)
    for line in (store.run(code_for, person), "ejemplo", "acepto"):
        phone.write(line)
    phone("""
        > listo
        < ¿Quiso decir «Nada de esto»? [Sí] [No]
        > no
        < Lo que sigue es voluntario. ¿Qué más le gustaría? Elija todo lo que quiera; al terminar, «Listo».
          [Avisos y materiales] [Contacto con colegas] [Citar mis logros] [Nada de esto]
        > [Citar mis logros]
        < Lo que sigue es voluntario. ¿Qué más le gustaría? Elija todo lo que quiera; al terminar, «Listo».
          [Avisos y materiales] [Contacto con colegas] [✓ Citar mis logros] [Listo]
    """)
    phone.write("listo")
    assert store.run(consents.current, person)["quotes"] is True


def test_done_with_nothing_chosen_in_english(store: Store) -> None:
    person = store.run(enrol)
    phone = Phone(store, language="en")
    for line in (store.run(code_for, person), "ejemplo", "i agree"):
        phone.write(line)
    phone("""
        > done
        < Did you mean “None of them”? [Yes] [No]
    """)
    assert phone.write("1")[0].text.startswith("Thank you. You are in.")
    assert store.run(consents.current, person) == dict.fromkeys(consents.VOLUNTARY, False) | {"follow_up": True}
