"""The few colours of a picture: dark on white, for bright sunlight, and none that alone says anything."""

PAPER = "#FFFFFF"
INK = "#101418"
BLUE = "#0A3A75"  # how far a plan is
GREEN = "#0B5A2F"  # a plan that is done
GREY = "#454B52"  # a plan that was dropped, and lines that only separate

#: The same, thinned, for what lies under a line.
PALE = {BLUE: "#A9C3E6", GREEN: "#A6D3B8", GREY: "#C6CACF"}

#: What is written in one colour on another.
WRITTEN = ((INK, PAPER), (PAPER, BLUE), (BLUE, PAPER), (GREEN, PAPER), (GREY, PAPER))

_EDGED = (INK, BLUE, GREEN)  # what is written and drawn finely


def palette(steps: int) -> list[int]:
    """Every colour a picture has, as red, green and blue in turn; edges fade in `steps`."""
    whole = [_parts(colour) for colour in (PAPER, INK, BLUE, GREEN, GREY, *PALE.values())]
    edges = [_between(colour, step / (steps + 1)) for colour in _EDGED for step in range(1, steps + 1)]
    return [part for colour in (*whole, *edges) for part in colour]


def _between(colour: str, share: float) -> tuple[int, ...]:
    return tuple(round(255 + (part - 255) * share) for part in _parts(colour))


def _parts(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))
