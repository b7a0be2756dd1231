"""Tags: put on people, taken off, counted, and brought by a roster."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, select, true, update

from models import audience, enrolling, my_data, tags
from models.base import now
from models.people import Person
from models.roster_cells import Unfit
from models.roster_cells import tags as tags_in
from models.rosters import Problem, Raw, Row, check
from models.store import Store
from models.tags import BadTag, PersonTag, TagCount
from tests.alumni import enrol
from tests.crowd import crowd
from tests.desk import Lazos, desk
from tests.roster_desk import audited, command, written

HEADER = "given_name,family_name,agency,email,programme,cohort,tags\n"


@pytest.fixture
def lazos(store: Store) -> Lazos:
    return desk(store)


def of(db: Connection, person: int) -> list[str]:
    return sorted(db.scalars(select(PersonTag.tag).where(PersonTag.person_id == person)))


def test_a_tag_is_put_on_an_audience_once_and_found_again(store: Store, lazos: Lazos) -> None:
    north = store.run(lambda db: crowd(db, 3, state="SON"))
    south = store.run(lambda db: crowd(db, 2, state="OAX", joined_at=None))
    first = lazos("tags", "add", " Más  Formación ", "--audience", "estado = Sonora")
    assert first.stdout == "The tag “más formación” is on 3 more people.\n"
    again = lazos(
        "tags", "add", "mas formacion", "--audience", "estado en (Sonora, Oaxaca) y no todos o estado = Oaxaca"
    )
    assert again.stdout == "The tag “más formación” is on 2 more people.\n"
    assert [store.run(of, person) for person in (*north, *south)] == [["más formación"]] * 5
    assert store.run(selected, "tag = MAS FORMACION") == [*north, *south]
    assert json.loads(lazos("tags", "list", "--json").stdout) == [{"tag": "más formación", "people": 5}]


def selected(db: Connection, text: str) -> list[int]:
    wanted = audience.condition(db, audience.parse(text), now())
    return list(db.scalars(select(Person.id).where(wanted).order_by(Person.id)))


def test_a_tag_is_taken_off_some_or_all(store: Store, lazos: Lazos) -> None:
    store.run(lambda db: crowd(db, 2, state="SON"))
    store.run(lambda db: crowd(db, 1, state="OAX"))
    store.run(lambda db: [tags.put(db, "a", true()), tags.put(db, "b", true())])
    some = lazos("tags", "remove", "A", "--audience", "state = Sonora and tag = b")
    assert some.stdout == "The tag “a” was taken off 2 people.\n"
    assert lazos("tags", "list").stdout == "a  1\nb  3\n"
    assert lazos("tags", "remove", "a").stdout == "The tag “a” was taken off 1 person.\n"
    gone = lazos("tags", "remove", "a")
    assert (gone.exit_code, gone.stderr) == (1, "Nobody has the tag “a”.\n")
    nobody = lazos("tags", "remove", "b", "--audience", "not joined")
    assert (nobody.exit_code, nobody.stderr) == (1, "Nobody of them has the tag “b”.\n")
    assert lazos("tags", "list").stdout == "b  3\n"


def test_it_is_written_down_that_it_was_done_and_on_how_many_but_no_word_of_it(store: Store, lazos: Lazos) -> None:
    store.run(crowd, 2)
    lazos("tags", "add", "trainer", "--audience", "all")
    lazos("tags", "remove", "trainer")
    lazos("tags", "remove", "trainer")
    assert [(row.action, row.detail) for row in audited(store)] == [
        ("tag added", '{"people": 2}'),
        ("tag removed", '{"people": 2}'),
    ]


def test_whoever_is_being_erased_is_neither_tagged_nor_counted(store: Store) -> None:
    one, other = store.run(crowd, 2)
    store.run(lambda db: tags.put(db, "trainer", true()))
    store.run(lambda db: db.execute(update(Person).where(Person.id == one).values(blocked_at=now())))
    assert store.run(tags.counts) == [TagCount("trainer", 1)]
    assert store.run(selected, "tag = trainer") == [other]


@pytest.mark.parametrize("words", ["", "   ", "x" * 31, "a; b", "<b>", "-a", 'a"b', "a\x00", "a\u202eb", "{nombre}"])
def test_what_is_no_tag_is_wrong_usage(lazos: Lazos, words: str) -> None:
    for what in (("add", "--audience", "all"), ("remove",)):
        result = lazos("tags", what[0], *what[1:], "--", words)
        assert (result.exit_code, "a tag " in result.stderr) == (2, True)


def test_an_audience_that_is_unclear_is_wrong_usage(store: Store, lazos: Lazos) -> None:
    store.run(crowd, 1)
    result = lazos("tags", "add", "trainer", "--audience", "state = Sonoro")
    assert result.exit_code == 2
    assert "Did you mean: Sonora?" in re.sub(r"[\s│]+", " ", result.stderr)
    assert lazos("tags", "list").stdout == "There is no tag yet.\n"


@given(st.text(max_size=40))
def test_a_tag_is_tidied_once_and_for_all_or_refused(text: str) -> None:
    try:
        tag = tags.tidy(text)
    except BadTag:
        return
    assert tags.tidy(tag) == tag
    assert 0 < len(tag) <= tags.LONGEST
    assert tags_in(f"; {tag} ;{tag};") in ((tag,), None)  # “no” means that there is none
    (value,) = getattr(audience.parse(f'tag = "{tag}"'), "values")  # noqa: B009
    assert value == tag


def row(cell: str) -> Row | list[Problem]:
    return check(Raw(2, {"given_name": "Ana", "family_name": "Ejemplo", "programme": "C", "cohort": "1", "tags": cell}))


def test_a_roster_brings_tags(store: Store, tmp_path: Path) -> None:
    roster = command(store)
    file = written(
        tmp_path,
        HEADER + "Ana,Ejemplo,A,ana@example.org,C,1,Trainer; formación\n"
        "Ana,Ejemplo,A,ana@example.org,C,2,trainer;norte\nLuis,Prueba,A,luis@example.org,C,1,formacion\n"
        "Eva,Muestra,A,eva@example.org,C,1,n/a\n",
    )
    assert "4 tags" in roster("import", file).stdout
    assert [store.run(of, person) for person in (1, 2, 3)] == [["formación", "norte", "trainer"], ["formación"], []]
    assert "0 tags" in roster("import", file).stdout
    assert store.run(my_data.as_file, 1)["tags"] == ["formación", "norte", "trainer"]


def test_a_roster_of_old_without_tags_takes_none_off(store: Store, tmp_path: Path) -> None:
    roster = command(store)
    line = "Ana,Ejemplo,A,ana@example.org,C,1"
    roster("import", written(tmp_path, HEADER + line + ",trainer\n"))
    roster("import", written(tmp_path, HEADER.replace(",tags", "") + line + "\n"))
    assert store.run(of, 1) == ["trainer"]


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        (
            "a,b",
            "is no list of tags with semicolons between them: a tag is made of letters, digits, spaces and hyphens",
        ),
        ("x" * 31, "is no list of tags with semicolons between them: a tag has 1 to 30 letters"),
        (";".join(map(str, range(11))), "holds 11 tags, at most 10 are allowed"),
    ],
)
def test_a_cell_that_is_no_list_of_tags_is_told(cell: str, reason: str) -> None:
    assert row(cell) == [Problem(2, "tags", reason)]
    with pytest.raises(Unfit):
        tags_in(cell)


def test_the_column_has_a_spanish_name(store: Store, tmp_path: Path) -> None:
    file = written(tmp_path, "nombre,apellidos,programa,generación,Etiquetas\nAna,Ejemplo,C,1,trainer\n")
    assert "1 tags" in command(store)("import", file).stdout


@pytest.mark.parametrize("first_is_tagged", [True, False])
def test_who_turns_out_to_be_one_person_has_the_tags_of_both(
    store: Store, tmp_path: Path, first_is_tagged: bool
) -> None:
    roster = command(store)
    both = (
        HEADER + f"Ana,Ejemplo,A,ana@example.org,C,1,{'trainer;norte' if first_is_tagged else ''}\n"
        "Ana,Ejemplo,A,ana2@example.org,C,2,trainer;sur\n"
    )
    roster("import", written(tmp_path, both))
    assert store.run(of, 2) == ["sur", "trainer"]
    again = both.replace("trainer;norte", "trainer;norte;sur").replace("sur\n", "sur;este\n")
    assert "1 merged people" in roster("import", written(tmp_path, again), "--confirm-same").stdout
    assert store.run(of, 1) == ["este", *(["norte"] if first_is_tagged else []), "sur", "trainer"]
    assert store.run(of, 2) == []


def test_a_study_writes_no_tags(store: Store) -> None:
    person = store.run(enrol)
    checked = row("trainer")
    assert isinstance(checked, Row)
    assert store.run(enrolling.study, [checked]).tags == 1
    assert store.run(of, person) == []
