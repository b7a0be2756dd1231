"""Whatever bytes arrive, the answer is a clean file or a reason, never any other error and never a metadata leak."""

from functools import cache

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.media.clean import Clean, Refused
from bot.media.kinds import FACTS
from bot.media.rewrite import rewrite
from tests.evidence_samples import CANARY, encoded, pdf_with_photo, photo, saved, zipped
from tests.office_samples import docx, pptx

STARTS = [b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP", b"GIF89a", b"%PDF-1.7\n", b"PK\x03\x04"]
KINDS = ["JPEG", "PNG", "WEBP", "GIF", "PDF", "DOCX", "PPTX"]
_TYPES = {facts.type for facts in FACTS.values()}
quick = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@cache
def sample(kind: str) -> bytes:
    if kind == "PDF":
        return saved(pdf_with_photo(encoded(photo(), "JPEG")))
    if kind in {"DOCX", "PPTX"}:
        return zipped(docx() if kind == "DOCX" else pptx())
    return encoded(photo(), kind)


def outcome(data: bytes) -> Clean | Refused:
    try:
        clean = rewrite(data, CANARY)
    except Refused as refused:
        return refused
    assert clean.type in _TYPES
    assert CANARY not in clean.name
    assert rewrite(clean.data, "x").type == clean.type, "what comes out must be fit to go in again"
    return clean


@quick
@given(st.sampled_from(STARTS), st.binary(max_size=400))
@example(b"\xff\xd8\xff", b"\xe0")
@example(b"%PDF-1.7\n", b"trailer<</Root 1 0 R>>\n%%EOF")
def test_any_bytes_get_an_answer(start: bytes, rest: bytes) -> None:
    outcome(start + rest)


@quick
@given(st.sampled_from(KINDS), st.floats(0, 1, exclude_max=True))
def test_any_shortened_file_gets_an_answer(kind: str, share: float) -> None:
    whole = sample(kind)
    outcome(whole[: int(len(whole) * share)])


@quick
@given(
    st.sampled_from(KINDS),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=4)), min_size=1, max_size=8),
)
def test_any_altered_file_gets_an_answer(kind: str, changes: list[tuple[float, bytes]]) -> None:
    data = bytearray(sample(kind))
    for share, patch in changes:
        at = int(len(data) * share)
        data[at : at + len(patch)] = patch
    outcome(bytes(data))


@quick
@given(
    st.sampled_from(["word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml", "word/comments.xml"]),
    st.floats(0, 1, exclude_max=True),
    st.text(max_size=20),
)
def test_any_altered_part_gets_an_answer(name: str, share: float, patch: str) -> None:
    parts = docx()
    text = parts[name]
    assert isinstance(text, str)
    at = int(len(text) * share)
    outcome(zipped(parts | {name: (text[:at] + patch + text[at + len(patch) :]).encode("utf-8", "ignore")}))
