"""The privacy notice: its versions, its purposes, and what consent to each is called.

Whoever changes a sentence here gives the notice a new `VERSION`: consents name the version they were given to.
"""

from collections.abc import Sequence

from dialogue.messages import Choice
from dialogue.phrases import Phrase, _, listed

VERSION = "2026-11b"

PURPOSES = [
    Choice("announcements", _("News and materials")),
    Choice("peers", _("Contact with peers")),
    Choice("quotes", _("Quote my results")),
]


def named(purposes: Sequence[str]) -> Phrase:
    """What these voluntary purposes are called, in the order in which they are offered."""
    return listed(*(choice.label for choice in PURPOSES if choice.value in purposes))


def short(organisation: str) -> Phrase:
    """What everybody reads before anything is kept."""
    return _(
        "Privacy notice. {organisation} uses your data to follow up on your training: your action plan, your progress "
        "and your answers. That is necessary to take part. Your data are kept encrypted and are given to nobody; "
        "reports hold figures only. You can see, correct or erase them, or object, whenever you want.",
        organisation=organisation,
    )


def full(organisation: str, contact: str) -> list[Phrase]:
    """All of it, for whoever asks: as the law wants it, in plain words."""
    return [
        _("Privacy notice, complete. Who is responsible: {organisation}.", organisation=organisation),
        _(
            "What we keep: your name, workplace, area and the contact details the programme already has; what you "
            "tell us here; the photos and documents you send, without their location data."
        ),
        _(
            "What for, necessarily: to confirm who you are, to follow up on your action plan, to ask about its "
            "results, and to report totals to those who fund the programme."
        ),
        _(
            "What for, only if you want: to send you news and materials, to put you in contact with peers, and to "
            "quote your results. You can say no to each of these and still take part."
        ),
        _(
            "Whom we give it to: nobody. The messages pass through the messaging service you write from, which has "
            "its own rules."
        ),
        _(
            "Your rights: to see, correct or erase your data, and to object. Write here, at any moment, “my data”, "
            "“delete my data” or “talk to a person”. It is attended to within the terms of the law."
        ),
        *([_("Contact for your data: {contact}.", contact=contact)] if contact else []),
        _("Version {version}. If it changes, we will tell you here.", version=VERSION),
    ]
