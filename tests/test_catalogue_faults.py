"""A file of translations can be broken in many ways. Each is either harmless or said, with its place; none is half used."""

import random
import re
from collections.abc import Callable
from gettext import NullTranslations
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from dialogue import catalogues
from dialogue.catalogues import BrokenCatalogue, load, read, template
from tests.sources import HERE

SPANISH = (HERE / "locales/es/LC_MESSAGES/messages.po").read_bytes()
GOOD = read("es")
SENTENCES = [message for message in template() if message.id]
PLACED = re.compile(r"^locales/es/LC_MESSAGES/messages\.po: .*(line \d+|no translation of '|first sentence: )", re.S)


def bytes_lost(chance: random.Random, data: bytes) -> bytes:
    place = chance.randrange(len(data))
    return data[:place] + data[place + chance.randrange(1, 40) :]


def bit_flipped(chance: random.Random, data: bytes) -> bytes:
    place = chance.randrange(len(data))
    return data[:place] + bytes([data[place] ^ 1 << chance.randrange(8)]) + data[place + 1 :]


def bytes_doubled(chance: random.Random, data: bytes) -> bytes:
    place = chance.randrange(len(data))
    return data[: place + chance.randrange(1, 200)] + data[place:]


def truncated(chance: random.Random, data: bytes) -> bytes:
    return data[: chance.randrange(len(data))]


def line_lost(chance: random.Random, data: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    lines.pop(chance.randrange(len(lines)))
    return b"".join(lines)


def line_strayed(chance: random.Random, data: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    lines.insert(chance.randrange(len(lines)), chance.choice(lines))
    return b"".join(lines)


def blank_lost(chance: random.Random, data: bytes) -> bytes:
    found = chance.choice(list(re.finditer(rb"\{\w+\}|[{}]", data)))
    return data[: found.start()] + data[found.end() :]


def quote_lost(chance: random.Random, data: bytes) -> bytes:
    found = chance.choice(list(re.finditer(b'"', data)))
    return data[: found.start()] + data[found.end() :]


def translation_lost(chance: random.Random, data: bytes) -> bytes:
    found = chance.choice(list(re.finditer(rb'(?m)^msgstr(\[\d\])? "(.+)"$', data)))
    return data[: found.start(2)] + data[found.end(2) :]


FAULTS = [
    bytes_lost,
    bit_flipped,
    bytes_doubled,
    truncated,
    line_lost,
    line_strayed,
    blank_lost,
    quote_lost,
    translation_lost,
]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_broken_file_is_refused_with_its_place_or_does_no_harm(
    fault: Callable[[random.Random, bytes], bytes],
) -> None:
    refused: list[str] = []
    for seed in range(120):
        data = fault(random.Random(seed), SPANISH)  # noqa: S311  # chance that can be repeated, not secrets
        try:
            assert_spanish(read("es", data), f"seed {seed}")
        except BrokenCatalogue as problem:
            refused.append(str(problem))
    assert refused
    assert [said for said in refused if not PLACED.match(said)] == []


def assert_spanish(spanish: NullTranslations, seed: str) -> None:
    for message in SENTENCES:
        english = [message.id] if isinstance(message.id, str) else message.id
        for now, whole in zip(spoken(spanish, message), spoken(GOOD, message), strict=True):
            assert now.strip(), seed
            assert now not in english or whole in english, f"{seed}: English is said as Spanish: {now}"
            assert blanks(now) == blanks(whole), f"{seed}: {now}"


def spoken(translations: NullTranslations, message: Message) -> list[str]:
    if isinstance(message.id, str):
        return [translations.gettext(message.id)]
    one, many = message.id
    return [translations.ngettext(one, many, number) for number in (0, 1, 2, 5, 21, 1000)]


def blanks(words: str) -> set[str]:
    return set(re.findall(r"\{\w+\}|[{}]", words))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b'msgstr "De acuerdo."', b'msgstr "De acuerdo.', r"line \d+: neither a comment nor a sentence within quotes"),
        (b'msgstr "De acuerdo."', b'msgstr "De "acuerdo"."', r"line \d+: neither a comment nor a sentence"),
        (b'msgstr "De acuerdo."', b'msgstr ""', r"no translation of 'All right\.'"),
        (b'msgstr "De acuerdo."', b'msgstr " "', r"no translation of 'All right\.'"),
        (b'msgid "All right."', b'#, fuzzy\nmsgid "All right."', r"line \d+: .*'All right\.' is marked as doubtful"),
        ("Anoté {n} persona".encode(), "Anoté una persona".encode(), r"line \d+: the blanks of '\{n\} person trained"),
        ("«{answer}»".encode(), "«{respuesta}»".encode(), r"line \d+: the blanks of 'Did you mean"),
        ("«{answer}»".encode(), "«{answer}}»".encode(), r"line \d+: the blanks of 'Did you mean"),
        (b"charset=utf-8", b"charset=klingon", ""),
        (b"plural=(n != 1)", b"plural=n%3", r"first sentence: Plural-Forms has to be"),
        (b"plural=(n != 1)", b"plural=1/n", r"first sentence: Plural-Forms has to be"),
        (b"clave", "clavé".encode("latin-1"), r"line \d+: not written in UTF-8"),
    ],
)
def test_what_is_wrong_is_said(old: bytes, new: bytes, said: str) -> None:
    data = SPANISH.replace(old, new, 1)
    if not said:
        assert_spanish(read("es", data), "harmless")
        return
    with pytest.raises(BrokenCatalogue, match=said):
        read("es", data)


def test_files_of_other_systems_are_read() -> None:
    assert_spanish(read("es", b"\xef\xbb\xbf" + SPANISH.replace(b"\n", b"\r\n")), "with a mark and returns")


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Catalogues in a folder where they may be broken."""
    (tmp_path / "es/LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "messages.pot").write_bytes((HERE / "locales/messages.pot").read_bytes())
    monkeypatch.setattr(catalogues, "files", lambda name: tmp_path)
    monkeypatch.setattr(catalogues, "_loaded", {})
    return tmp_path / "es/LC_MESSAGES/messages.po"


def test_the_default_language_must_be_whole(elsewhere: Path) -> None:
    elsewhere.write_bytes(SPANISH.replace("¿Quiso decir".encode(), b"{", 1))
    with pytest.raises(BrokenCatalogue, match="the blanks of"):
        load(["es", "en"])


def test_another_language_falls_back_to_english_and_says_so(elsewhere: Path) -> None:
    elsewhere.write_bytes(SPANISH.replace(b'msgstr "De acuerdo."', b'msgstr ""', 1))
    assert load(["en", "es"]) == ["locales/es/LC_MESSAGES/messages.po: no translation of 'All right.'"]
    assert catalogues.catalogue("es").gettext("Yes") == "Yes"


def test_a_missing_file_is_said_without_a_path_of_this_machine(elsewhere: Path) -> None:
    assert load(["en", "es"]) == ["locales/es/LC_MESSAGES/messages.po: No such file or directory"]


def test_whole_catalogues_are_loaded_without_a_word(elsewhere: Path) -> None:
    elsewhere.write_bytes(SPANISH)
    assert load(["es", "en"]) == []
    assert catalogues.catalogue("es").gettext("Yes") == "Sí"
