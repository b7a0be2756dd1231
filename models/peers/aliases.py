"""Under which invented name one peer sees the other: drawn by lot, never from anything about a person."""

from collections.abc import Collection
from random import SystemRandom

from dialogue.messages import Choice
from dialogue.phrases import Phrase, _
from dialogue.understanding import exact

_TREES = (_("Cedar"), _("Oak"), _("Pine"), _("Ash"), _("Willow"), _("Elm"), _("Laurel"), _("Walnut"), _("Cypress"))
_COLOURS = (_("Blue"), _("Green"), _("Golden"), _("White"), _("Grey"), _("Red"), _("Bright"), _("Dark"))
COUNT = len(_TREES) * len(_COLOURS)
_lot = SystemRandom()


def drawn(taken: Collection[int]) -> int:
    """An alias that is not among those `taken`, by its number."""
    free = [number for number in range(COUNT) if number not in taken]
    return _lot.choice(free or range(COUNT))


def alike(number: int) -> set[int]:
    """The aliases with the same tree, that one too: two who write to each other are easily told apart without them."""
    return set(range(number % len(_TREES), COUNT, len(_TREES)))


def said(number: int) -> Phrase:
    """The alias with this number, in whichever language it is read."""
    tree, colour = _TREES[number % len(_TREES)], _COLOURS[number // len(_TREES) % len(_COLOURS)]
    return _("{colour} {tree}", colour=colour, tree=tree)


def meant(text: str) -> int | None:
    """The number of the alias that `text` is, in whichever language; None when it is none."""
    found = exact(text, (Choice(str(number), said(number)) for number in range(COUNT)))
    return None if found is None else int(found.value)
