"""A resource as staff give it, and the fingerprint by which it is known whether anything has changed."""

from hashlib import sha256

import msgspec


class Text(msgspec.Struct, frozen=True, omit_defaults=True):
    """An item in one language; `file` and `light` are names of files, and once they are stored their ids."""

    title: str = ""
    summary: str = ""
    words: str = ""
    link: str = ""
    file: str = ""
    light: str = ""


class Item(msgspec.Struct, frozen=True, omit_defaults=True):
    """One resource. `topics` are keys, `valid_until` is an ISO date, `audience` is canonical (empty for everybody)."""

    key: str
    kind: str
    topics: tuple[str, ...] = ()
    texts: dict[str, Text] = {}
    source: str = ""
    licence: str = ""
    valid_until: str = ""
    audience: str = ""


class Topic(msgspec.Struct, frozen=True):
    """A topic: its names by language, and the hurdles it helps against."""

    key: str
    names: dict[str, str]
    hurdles: tuple[str, ...] = ()


#: Which of the two files of a language: the whole one, or the light variant.
Place = tuple[str, str]
VARIANTS = ("file", "light")


def files_of(item: Item) -> dict[Place, str]:
    """The files of an item: their names, by language and variant."""
    found = {(language, each): getattr(text, each) for language, text in item.texts.items() for each in VARIANTS}
    return {place: name for place, name in found.items() if name}


def with_files(item: Item, files: dict[Place, str]) -> Item:
    """The item with other names for its files."""
    texts = {
        language: msgspec.structs.replace(text, **{each: files.get((language, each), "") for each in VARIANTS})
        for language, text in item.texts.items()
    }
    return msgspec.structs.replace(item, texts=texts)


def fingerprint(item: Item, contents: dict[Place, bytes]) -> bytes:
    """The same for the same item with the same files, and for nothing else; `contents` are fingerprints of files."""
    told = with_files(item, {place: content.hex() for place, content in contents.items()})
    return sha256(msgspec.json.encode(told, order="deterministic")).digest()


def of_file(data: bytes) -> bytes:
    """The fingerprint of a file as staff gave it."""
    return sha256(data).digest()
