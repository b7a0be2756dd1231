"""What is sealed opens in its own place with its own keys, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.sealing import BadKey, CannotOpen, Vault, new_key, new_seal_id

OLD, NEW, OTHER = new_key(), new_key(), new_key()
LOOKUP, NEW_LOOKUP = new_key(), new_key()
VAULT = Vault([OLD], [LOOKUP])
SEAL_ID = new_seal_id()
PLACE = ("person", "given_name", SEAL_ID)

names = st.text(max_size=40).filter(lambda name: name.encode(errors="ignore") == name.encode(errors="replace"))


@given(value=st.binary(max_size=200), table=st.text(min_size=1, max_size=9), column=st.text(min_size=1, max_size=9))
def test_what_is_sealed_opens_in_its_place(value: bytes, table: str, column: str) -> None:
    place = (table.replace("\0", ""), column.replace("\0", ""), SEAL_ID)
    assert VAULT.open(VAULT.seal(value, *place), *place) == value


def test_text_keeps_its_accents_and_nothing_stays_nothing() -> None:
    assert VAULT.open_text(VAULT.seal_text("Íñigo Ejemplo 👮", *PLACE), *PLACE) == "Íñigo Ejemplo 👮"
    assert VAULT.seal_text(None, *PLACE) is None
    assert VAULT.open_text(None, *PLACE) is None


def test_the_same_value_never_looks_the_same_twice() -> None:
    sealed = {VAULT.seal(b"Ana Ejemplo", *PLACE) for _ in range(50)}
    assert len(sealed) == 50
    assert not any(b"Ana" in each or b"Ejemplo" in each for each in sealed)


@pytest.mark.parametrize(
    "elsewhere",
    [
        ("contact", "given_name", SEAL_ID),
        ("person", "family_name", SEAL_ID),
        ("person", "given_name", new_seal_id()),
        ("person", "given_name", SEAL_ID[:-1]),
        ("persongiven_name", "", SEAL_ID),
    ],
    ids=["table", "column", "row", "part of a row", "names run together"],
)
def test_a_value_moved_to_another_place_does_not_open(elsewhere: tuple[str, str, bytes]) -> None:
    with pytest.raises(CannotOpen):
        VAULT.open(VAULT.seal(b"Ana", *PLACE), *elsewhere)


@given(value=st.binary(max_size=64), where=st.integers(min_value=0), flip=st.integers(min_value=1, max_value=255))
def test_one_flipped_byte_anywhere_fails_closed(value: bytes, where: int, flip: int) -> None:
    sealed = bytearray(VAULT.seal(value, *PLACE))
    sealed[where % len(sealed)] ^= flip
    with pytest.raises(CannotOpen):
        VAULT.open(bytes(sealed), *PLACE)


@given(value=st.binary(max_size=64), length=st.integers(min_value=0, max_value=200))
def test_a_value_cut_short_fails_closed(value: bytes, length: int) -> None:
    sealed = VAULT.seal(value, *PLACE)
    with pytest.raises(CannotOpen):
        VAULT.open(sealed[: length % len(sealed)], *PLACE)


@given(junk=st.binary(max_size=80))
def test_what_was_never_sealed_fails_closed(junk: bytes) -> None:
    with pytest.raises(CannotOpen):
        VAULT.open(junk, *PLACE)


def test_after_a_new_key_the_old_values_still_open_and_new_ones_need_the_new_key() -> None:
    old = VAULT.seal(b"Ana", *PLACE)
    rotated = Vault([NEW, OLD], [LOOKUP])
    assert rotated.open(old, *PLACE) == b"Ana"
    new = rotated.seal(b"Ana", *PLACE)
    assert Vault([NEW], [LOOKUP]).open(new, *PLACE) == b"Ana"
    with pytest.raises(CannotOpen, match="not among the sealing keys"):
        VAULT.open(new, *PLACE)


def test_a_wrong_key_is_told_from_damage_and_the_value_is_in_neither() -> None:
    sealed = VAULT.seal(b"Ana Ejemplo", *PLACE)
    with pytest.raises(CannotOpen, match=r"person\.given_name: sealed with a key that is not") as wrong:
        Vault([OTHER], [LOOKUP]).open(sealed, *PLACE)
    with pytest.raises(CannotOpen, match=r"person\.given_name: damaged") as damaged:
        VAULT.open(sealed[:-1], *PLACE)
    assert "Ana" not in f"{wrong.value!r} {damaged.value!r}"


@given(name=names)
def test_look_up_hashes_do_not_depend_on_the_sealing_keys(name: str) -> None:
    assert VAULT.key_of("email", name) == Vault([OTHER], [LOOKUP]).key_of("email", name)
    assert VAULT.key_of("email", name) != Vault([OLD], [NEW_LOOKUP]).key_of("email", name)
    assert VAULT.key_of("email", name) != Vault([LOOKUP], [OLD]).key_of("email", name)


def test_look_up_hashes_keep_their_kinds_apart() -> None:
    assert VAULT.key_of("email", "x") != VAULT.key_of("phone", "x")
    assert VAULT.key_of("e", "mail x") != VAULT.key_of("email", "x")
    assert len(VAULT.key_of("email", "x")) == 32


def test_while_look_up_keys_are_rotated_both_hashes_are_searched_the_newest_first() -> None:
    rotated = Vault([OLD], [NEW_LOOKUP, LOOKUP])
    assert rotated.keys_of("email", "x") == [rotated.key_of("email", "x"), VAULT.key_of("email", "x")]


@pytest.mark.parametrize(
    "bad",
    ["", "short", OLD[:-4], OLD + "AAAA", f"{OLD};{NEW}", f"{OLD[:20]} *{OLD[20:]}", "ñ" * 44],
    ids=["nothing", "short", "cut short", "too long", "two in one", "with other letters", "not ASCII"],
)
def test_what_is_no_key_is_refused_and_not_quoted(bad: str) -> None:
    with pytest.raises(BadKey) as refused:
        Vault([bad], [LOOKUP])
    assert not bad or bad not in str(refused.value)
    with pytest.raises(BadKey):
        Vault([OLD], [bad])


def test_without_keys_there_is_no_vault() -> None:
    for sealing, lookup in (([], [LOOKUP]), ([OLD], [])):
        with pytest.raises(BadKey):
            Vault(sealing, lookup)


def test_a_vault_does_not_show_its_keys() -> None:
    assert OLD not in repr(vars(VAULT))
    assert OLD not in repr(VAULT)
