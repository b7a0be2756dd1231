"""Tags: words that staff put on people to find them again, such as “trainer”."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class PersonTag(Base):
    """One tag on one person; in small letters."""

    __tablename__ = "person_tag"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    tag: Mapped[str] = mapped_column(primary_key=True, index=True)
