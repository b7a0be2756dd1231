"""Why a file was refused, as it is said to the person who sent it. The question stays open."""

from collections.abc import Mapping

from dialogue.phrases import Phrase, _

REFUSALS: Mapping[str, Phrase] = {
    "too_large": _("That file is too large. Photos may have 10 MB, documents 15 MB."),
    "wrong_type": _("I can take photos, PDF, Word, Excel and PowerPoint. Please send one of these."),
    "damaged": _("That file cannot be opened. Please send it again, or another one."),
    "protected": _("That file has a password. Please send it without one."),
    "dangerous": _("That file holds macros or other files. Please send it without them."),
    "too_large_unpacked": _("That file is too large inside. Please send a smaller one."),
}

UNREACHABLE = _("The file did not arrive. Please send it again.")
