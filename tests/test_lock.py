"""What is installed is pinned by its hash, and the list names no place to get it from."""

import re
from pathlib import Path

import pytest

LOCKS = sorted((Path(__file__).parents[1] / "requirements").glob("*.txt"))


@pytest.mark.parametrize("lock", LOCKS, ids=[lock.name for lock in LOCKS])
def test_every_package_has_one_version_and_hashes_and_no_address(lock: Path) -> None:
    text = lock.read_text("utf-8").replace("\\\n", " ")
    for line in text.splitlines():
        assert re.fullmatch(r"[a-z0-9._-]+==[^ ;]+( ; [^#]+?)?( +--hash=sha256:[0-9a-f]{64})+ *", line), line[:80]


def test_the_three_locks_are_there() -> None:
    assert [lock.stem for lock in LOCKS] == ["bench", "dev", "run"]
