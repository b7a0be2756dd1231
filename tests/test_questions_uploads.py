"""Files where a file is asked for, and words where it is not."""

import pytest

from dialogue.messages import Incoming, Media
from dialogue.phrases import _
from dialogue.questions import Misunderstood, Skippable, Upload
from tests.heard import OLD, Missed, Took, heard, pressed

PROOF = Upload("Mande una foto.")
HINT = Missed("Aquí mande una foto o un documento, por favor.")


def test_one_file_or_several() -> None:
    assert heard(PROOF, Incoming(media=Media.FILE, files=("f1",))) == Took(["f1"])
    assert heard(PROOF, Incoming("con pie de foto", media=Media.FILE, files=("f1", "f2"))) == Took(["f1", "f2"])


def test_a_refused_file_is_told_why() -> None:
    refused = Incoming(media=Media.FILE, refused=_("That file has a password. Please send it without one."))
    assert heard(PROOF, refused) == Missed("Ese archivo tiene contraseña. Mándelo sin ella, por favor.")


def test_text_is_no_file() -> None:
    assert heard(PROOF, "aquí está") == HINT
    assert heard(PROOF, pressed("x")) == OLD


def test_a_file_that_nobody_fetched_is_asked_for_again() -> None:
    assert heard(PROOF, Incoming(media=Media.FILE)) == HINT


@pytest.mark.parametrize("media", [Media.VOICE, Media.VIDEO, Media.OTHER])
def test_other_media_are_no_file(media: Media) -> None:
    assert isinstance(heard(PROOF, Incoming(media=media)), Missed)


def test_a_file_may_be_skipped() -> None:
    assert Skippable(PROOF).upload
    assert heard(Skippable(PROOF), "omitir") == Took(None)
    assert heard(Skippable(PROOF), Incoming(media=Media.FILE, files=("f1",))) == Took(["f1"])


@pytest.mark.parametrize("stored", [None, [], "f1", {}, 5, [5]])
def test_what_was_kept_and_fits_no_more(stored: object) -> None:
    with pytest.raises(Misunderstood):
        PROOF.check(stored)
