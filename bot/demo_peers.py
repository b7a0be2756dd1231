"""Who can be asked by peers in `make demo`: two people who help with everything, at any hour."""

from sqlalchemy import Connection

from models import addresses, installation, preferences
from models.base import now
from models.contacts import Address
from models.peers import profiles
from models.peers.profiles import Profile
from models.resources import topics

_DONE = "demo peers"
#: Óscar, who shows his region and so is asked first by people of the north, and Karla.
_HELPERS = (
    (Address("whatsapp", "whatsapp:+5215550000018", ("+525550000018",)), True),
    (Address("telegram", "700000007", ("700000007",)), False),
)


def seed(db: Connection) -> None:
    """Give them a profile, once; there have to be people and topics."""
    if installation.kept(db, _DONE) is not None:
        return
    every = tuple(topic.key for topic in topics.everything(db))
    for address, shows in _HELPERS:
        person = addresses.at(db, address).person_id
        if person is not None:
            profile = Profile(every, (), ("es", "en"), shows, shows, same_agency=False, avoids=())
            profiles.keep(db, person, profile, now())
            preferences.change(db, person, quiet_from=0, quiet_until=0)
    installation.keep(db, _DONE, "seeded")
