"""Every table in one place, for migrations and for tests that compare them."""

from models import (
    access,
    action_plans,
    audit,
    consents,
    contacts,
    conversations,
    files,
    installation,
    messages,
    milestones,
    people,
    postings,
    preferences,
    programmes,
    prompts,
    received,
    rights,
    staff,
    tickets,
)
from models.base import Base

__all__ = [
    "access",
    "action_plans",
    "audit",
    "consents",
    "contacts",
    "conversations",
    "files",
    "installation",
    "messages",
    "milestones",
    "people",
    "postings",
    "preferences",
    "programmes",
    "prompts",
    "received",
    "rights",
    "staff",
    "tickets",
]

metadata = Base.metadata
