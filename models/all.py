"""Every table in one place, for migrations and for tests that compare them."""

from models import (
    access,
    action_plans,
    audit,
    consents,
    contacts,
    conversations,
    files,
    holders,
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
    tags,
    tickets,
)
from models.announcements import tables as announcement_tables
from models.base import Base
from models.peers import tables as peer_tables
from models.resources import tables as resource_tables
from models.resources import used_tables as resource_used_tables
from models.surveys import tables as survey_tables

__all__ = [
    "access",
    "action_plans",
    "announcement_tables",
    "audit",
    "consents",
    "contacts",
    "conversations",
    "files",
    "holders",
    "installation",
    "messages",
    "milestones",
    "peer_tables",
    "people",
    "postings",
    "preferences",
    "programmes",
    "prompts",
    "received",
    "resource_tables",
    "resource_used_tables",
    "rights",
    "staff",
    "survey_tables",
    "tags",
    "tickets",
]

metadata = Base.metadata
