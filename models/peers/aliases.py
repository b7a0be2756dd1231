"""Under which invented name one peer sees the other: drawn by lot, never from anything about a person."""

from collections.abc import Collection
from random import SystemRandom

from dialogue.phrases import Phrase, _

_TREES = (_("Cedar"), _("Oak"), _("Pine"), _("Ash"), _("Willow"), _("Elm"), _("Laurel"), _("Walnut"), _("Cypress"))
_COLOURS = (_("Blue"), _("Green"), _("Golden"), _("White"), _("Grey"), _("Red"), _("Bright"), _("Dark"))
COUNT = len(_TREES) * len(_COLOURS)
_lot = SystemRandom()


def drawn(taken: Collection[int]) -> int:
    """An alias that is not among those `taken`, by its number."""
    free = [number for number in range(COUNT) if number not in taken]
    return _lot.choice(free or range(COUNT))


def said(number: int) -> Phrase:
    """The alias with this number, in whichever language it is read."""
    tree, colour = _TREES[number % len(_TREES)], _COLOURS[number // len(_TREES) % len(_COLOURS)]
    return _("{colour} {tree}", colour=colour, tree=tree)
