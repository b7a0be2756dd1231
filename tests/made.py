"""Files that are made already, for tests that are about their way and not about their making."""

from bot.attachments import Attachments, Made
from dialogue.drawing.content import Content
from dialogue.messages import Attachment
from models.outbox import Claimed
from models.store import Store
from tests.evidence_samples import encoded, photo

PICTURE = Made(encoded(photo(), "PNG"), "image/png", "avance.png")
DOCUMENT = Made(b'{"nombre": "Ana Ejemplo"}', "application/json", "mis-datos.json")
PAGE = Made(b"%PDF-1.7 una hoja", "application/pdf", "hoja.pdf")


class Ready(Attachments):
    """Hands out a file by the kind that a message shows; `asked` counts how often."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.files = {"picture": PICTURE, "document": DOCUMENT, "page": PAGE}
        self.asked = 0

    async def make(self, message: Claimed) -> Made:
        self.asked += 1
        shows = message.content.shows
        return self.files[shows.kind] if shows is not None else await super().make(message)


def showing(kind: str, text: str = "", address: str = "1001", number: int = 1) -> Claimed:
    """A message that shows a file of this kind."""
    return Claimed(number, number, 1, address, Content(text, language="es", shows=Attachment(kind, "{}")))
