"""`lazos circles`: staff see that there are circles and how they go, never who is in them or what is written."""

import json

import pytest
import time_machine

from models.store import Store
from tests.circled import circle_of_three, tick
from tests.desk import desk
from tests.roster_desk import audited

pytestmark = pytest.mark.usefixtures("working_day")


def test_staff_list_circles_and_close_one(store: Store, clock: time_machine.Traveller) -> None:
    lazos = desk(store)
    assert lazos("circles").stdout == "There is no circle yet.\n"
    her, him, third = circle_of_three(store, clock)
    him.write("/circle write 1")
    him.write("una frase que nadie más escribe")
    her.hears()
    assert lazos("circles").stdout == "1  field  open  3 members  since 2026-11-25, last written on 2026-11-25\n"
    found = lazos("circles", "--json").stdout
    assert json.loads(found) == [
        {
            "id": 1,
            "topic": "field",
            "state": "open",
            "members": 3,
            "begun_on": "2026-11-25",
            "opened_on": "2026-11-25",
            "written_on": "2026-11-25",
            "ended_on": None,
        }
    ]
    assert not [word for word in ("frase", "Ana", "Beto", "Cedro", "Cedar") if word in found]
    assert lazos("circles", "close", "7", "--yes").stderr == "There is no circle 7 that goes on.\n"
    assert lazos("circles", "close", "1", "--yes").stdout == "The circle 1 is closed.\n"
    assert lazos("circles", "close", "1", "--yes").exit_code == 1
    assert him.write("¿Siguen?")[0].text.startswith("Ahora no está en ese círculo.")
    tick(store)
    ended = "El círculo sobre «Capacitación en campo» terminó."
    assert [each.hears()[-1] for each in (her, third)] == [ended, ended]
    assert [(each.action, json.loads(each.detail)) for each in audited(store)] == [("circle closed", {"circle": 1})]
