"""Archives that are not what they say: small when sent, huge when opened, or with headers that lie."""

import struct
import time
import tracemalloc
import zipfile
from io import BytesIO

import pytest

from bot.media.archive import MAX_UNPACKED, read_parts, write_parts
from bot.media.clean import MEGABYTE, Reason, Refused
from bot.media.rewrite import rewrite
from tests.evidence_samples import zipped
from tests.office_samples import docx


def refusal(data: bytes) -> Reason:
    with pytest.raises(Refused) as caught:
        rewrite(data, "avance.xlsx")
    return caught.value.reason


def swollen(megabytes: int, entries: int = 1) -> bytes:
    """A spreadsheet of zeros, packed piece by piece."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for number in range(entries):
            with archive.open(f"xl/worksheets/sheet{number}.xml", "w") as entry:
                for _ in range(megabytes):
                    entry.write(bytes(MEGABYTE))
    return out.getvalue()


@pytest.mark.parametrize(("megabytes", "entries"), [(300, 1), (10, 30)])
def test_three_hundred_megabytes_are_refused_before_they_are_unpacked(megabytes: int, entries: int) -> None:
    sent = swollen(megabytes, entries)
    assert len(sent) < MEGABYTE
    tracemalloc.start()
    began = time.process_time()
    try:
        assert refusal(sent) is Reason.too_large_unpacked
        taken, peak = time.process_time() - began, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert taken < 0.5
    assert peak < 2 * MEGABYTE


def lying(sent: bytes, declared: int) -> bytes:
    """The archive with another unpacked size in both headers of its largest entry."""
    with zipfile.ZipFile(BytesIO(sent)) as archive:
        largest = max(archive.infolist(), key=lambda entry: entry.file_size)
    true = struct.pack("<I", largest.file_size)
    assert sent.count(true) >= 1
    return sent.replace(true, struct.pack("<I", declared))


@pytest.mark.parametrize("declared", [0, 10, 1000, MEGABYTE // 2])
def test_a_header_that_lies_does_not_get_past(declared: int) -> None:
    sent = lying(swollen(300), declared)
    tracemalloc.start()
    try:
        assert refusal(sent) in {Reason.damaged, Reason.too_large_unpacked}
        assert tracemalloc.get_traced_memory()[1] < 4 * MEGABYTE
    finally:
        tracemalloc.stop()


def test_a_header_that_promises_more_than_there_is_is_damaged() -> None:
    honest = zipped({"a": b"x" * 777})
    with pytest.raises(Refused) as caught:
        read_parts(lying(honest, 888))
    assert caught.value.reason is Reason.damaged


def test_too_many_entries_are_refused_without_listing_them() -> None:
    sent = zipped({f"{number}.xml": b"" for number in range(2001)})
    assert refusal(sent) is Reason.too_large_unpacked


def test_a_long_honest_sheet_is_not_taken_for_a_bomb() -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}" s="1"><v>{n % 7}</v></c></row>' for n in range(1, 60_000))
    parts = read_parts(zipped({"xl/worksheets/sheet1.xml": rows}))
    assert len(parts["xl/worksheets/sheet1.xml"]) == len(rows) < MAX_UNPACKED


def test_one_name_twice_is_dangerous() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
        archive.writestr("WORD/document.xml", "<b/>")
    assert refusal(out.getvalue()) is Reason.dangerous


@pytest.mark.parametrize("name", ["/etc/x", "../x", "a/../../x", "C:x", "a\\b", "./x"])
def test_paths_that_lead_out_are_dangerous(name: str) -> None:
    assert refusal(zipped({name: "x"})) is Reason.dangerous


def test_an_encrypted_entry_is_protected() -> None:
    sent = bytearray(zipped(docx()))
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        sent[sent.find(magic) + offset] |= 1
    assert refusal(bytes(sent)) is Reason.protected


def test_what_is_written_is_read_back() -> None:
    parts = {"[Content_Types].xml": b"<a/>", "ñandú/b.xml": b"x" * 5000}
    assert read_parts(write_parts(parts)) == parts


def test_the_same_file_twice_gives_the_same_bytes() -> None:
    sent = zipped(docx())
    assert rewrite(sent, "a").data == rewrite(sent, "b").data
