"""A message that tells nothing and asks her to write: the rest follows when she does and it is certain who she is.

WhatsApp wants an approved template for it outside its window. Elsewhere it is a message like any other.
"""

from collections.abc import Sequence

from dialogue.drawing.content import Content, in_words
from dialogue.drawing.knocks import KNOCKS, LABEL, OPEN
from dialogue.messages import Choice, Outgoing
from models.contacts import Known


def knock(contact: Known, kind: str) -> Sequence[Content]:
    """A knock of this kind for `contact`, in its language."""
    if contact.channel == "whatsapp":
        return [Content(kind, language=contact.speaks, knock=True)]
    return in_words([Outgoing(KNOCKS[kind], [Choice("open", LABEL, sends=OPEN)])], contact.speaks)
