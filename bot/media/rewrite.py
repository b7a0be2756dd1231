"""The one way in for files from outside: bytes as they were sent go in, a clean file or a reason comes out.

Pure and synchronous, and nothing touches the disk. It does trust the decoders with memory and time, so the running bot
calls it through `bot.media.guard`.
"""

import warnings

from PIL import Image

from bot.media.clean import Clean, Reason, Refused
from bot.media.image import rewrite_image
from bot.media.kinds import FACTS, Family, Kind, family_of, image_kind
from bot.media.office import rewrite_office
from bot.media.pdf import rewrite_pdf


def rewrite(data: bytes, declared_name: str) -> Clean:
    """Write a photo or document anew, without metadata and without anything that runs.

    `data` are the bytes as sent: JPEG, PNG, WEBP or GIF up to 10 MB, PDF, DOCX, XLSX or PPTX up to 15 MB. The
    `declared_name` decides nothing and does not survive: it may name somebody. Raises `Refused`, and only that.
    """
    del declared_name
    with warnings.catch_warnings():
        # What decoders grumble about may quote the file, and is nobody's business as long as they can read it.
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            return _rewritten(data)
        except Refused:
            raise
        except (MemoryError, Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise Refused(Reason.too_large_unpacked) from None
        except Exception:
            # The decoders raise nearly anything on malformed input, and their words may quote the file.
            raise Refused(Reason.damaged) from None


def _rewritten(data: bytes) -> Clean:
    family = family_of(data)
    if family is Family.image:
        return _image(data)
    if family is Family.pdf:
        return _clean(rewrite_pdf(data), Kind.pdf)
    return _clean(*rewrite_office(data))


def _image(data: bytes) -> Clean:
    kind = image_kind(data)
    if kind is None:
        raise Refused(Reason.wrong_type)
    drawn, new_kind, (width, height) = rewrite_image(data, kind)
    return Clean(drawn, FACTS[new_kind].type, FACTS[new_kind].name, width, height)


def _clean(data: bytes, kind: Kind) -> Clean:
    return Clean(data, FACTS[kind].type, FACTS[kind].name)
