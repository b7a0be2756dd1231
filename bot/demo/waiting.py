"""Whether a question still waits on a phone: only the store knows, since it may have been answered elsewhere."""

from sqlalchemy import Connection, select

from models import contacts, conversations
from models.contacts import Address, ContactKey
from models.sealing import vault


def waits(db: Connection, address: Address) -> bool:
    """Whether a conversation waits for an answer from `address`: one that is open, and was shown there last."""
    keys = [key for name in address.names for key in vault(db).keys_of(address.channel, name)]
    contact = db.execute(select(ContactKey.contact_id).where(ContactKey.key.in_(keys))).scalar()
    if contact is None:
        return False
    talk = conversations.opened(db, contacts.known(db, contact).owner)
    return talk is not None and talk.contact_id == contact
