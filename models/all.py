"""Every table in one place, for migrations and for tests that compare them."""

from models import (
    access,
    action_plans,
    audit,
    consents,
    contacts,
    conversations,
    export_requests,
    files,
    freezes,
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
    second_factors,
    staff,
    tags,
    tickets,
)
from models.announcements import tables as announcement_tables
from models.base import Base
from models.circles import tables as circle_tables
from models.peers import rest_table as peer_rest_table
from models.peers import tables as peer_tables
from models.peers.rounds import tables as peer_round_tables
from models.resources import tables as resource_tables
from models.resources import used_tables as resource_used_tables
from models.surveys import tables as survey_tables

__all__ = [
    "access",
    "action_plans",
    "announcement_tables",
    "audit",
    "circle_tables",
    "consents",
    "contacts",
    "conversations",
    "export_requests",
    "files",
    "freezes",
    "holders",
    "installation",
    "messages",
    "milestones",
    "peer_rest_table",
    "peer_round_tables",
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
    "second_factors",
    "staff",
    "survey_tables",
    "tags",
    "tickets",
]

metadata = Base.metadata
