"""Every flow by its name, as conversations remember it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Protocol

from sqlalchemy import Connection

from dialogue.conversation import Conversation
from dialogue.engine import Flow
from handlers import (
    announce_flow,
    announcement_desk,
    asking,
    circle_asked,
    circle_commands,
    circle_leave,
    circle_member,
    circle_room,
    circle_talk,
    circles,
    clearing,
    erasing,
    invited,
    inviting,
    joining,
    life_events,
    linking,
    menu,
    my_data,
    new_plan,
    objecting,
    peer_asked,
    peer_commands,
    peer_report,
    peer_round,
    peer_round_told,
    peer_share,
    peer_talk,
    peers,
    peers_find,
    peers_profile,
    phones,
    picture,
    plans,
    postponing,
    profile,
    progress,
    reminding,
    replying_to,
    resource_card,
    resource_following,
    resource_news,
    resource_reading,
    resource_search,
    resources,
    settings,
    staffing,
    survey_record,
    surveying,
    verifying,
)
from models.contacts import Known as Contact

Loads = Callable[[Connection, Mapping[str, Any]], Any]


class Keeps(Protocol):
    """Writes down what a conversation amounts to, in the transaction of its turn."""

    def __call__(
        self,
        db: Connection,
        talk: int,
        conversation: Conversation,
        contact: Contact,
        moment: datetime,
        *,
        finished: bool,
    ) -> None:
        """`finished`: this was the last turn."""


@dataclass(frozen=True, slots=True)
class Known:
    """A flow, and how it is treated: a `passing` one is not offered again when something interrupts it."""

    run: Callable[..., Any]
    passing: bool = False
    alters: bool = False  # changes who the contact is or which language it speaks
    staff: bool = False  # for staff only
    anybody: bool = False  # for alumni, staff, and whoever is about to become one
    fresh: bool = False  # what it has looked up is looked up again in every turn
    who: bool = False  # is given the contact it begins at, and the staff member there
    loads: Loads | None = None  # what it is run with beside the chat: read in every turn; answers outlast its changes
    keeps: Keeps | None = None  # what is written down of its conversation after every turn

    def ready(self, db: Connection, given: Mapping[str, Any]) -> Flow:
        """The flow, with what it is run with."""
        return self.run if self.loads is None else partial(self.run, self.loads(db, given))


FLOWS: dict[str, Known] = {
    "join": Known(joining.join, alters=True, anybody=True),
    "verify": Known(verifying.verify, passing=True, alters=True, anybody=True, who=True),
    "arrive": Known(joining.arrive, passing=True),
    "profile": Known(profile.profile),
    "progress": Known(progress.report_progress),
    "plans": Known(plans.my_plans),
    "see_plans": Known(plans.see_plans, passing=True),
    "new_plan": Known(new_plan.new_plan),
    "picture": Known(picture.picture, passing=True),
    "reminder": Known(reminding.remind, passing=True),
    "postpone": Known(postponing.postpone, passing=True),
    "invitation": Known(inviting.invite, passing=True),
    "invited": Known(invited.answer_invitation, passing=True),
    "my_survey": Known(inviting.my_survey, passing=True),
    "settings": Known(settings.settings, passing=True),
    "phones": Known(phones.phones, passing=True, alters=True, who=True),
    "link": Known(linking.link, passing=True),
    "news": Known(life_events.life_event),
    "person": Known(asking.ask_a_person, who=True),
    "about": Known(replying_to.ask_about, who=True),
    "survey": Known(surveying.survey, loads=surveying.form_of, keeps=survey_record.keep),
    "resources": Known(resources.resources, passing=True, who=True, loads=resource_reading.spoken),
    "search": Known(resource_search.search, passing=True, who=True, loads=resource_reading.spoken),
    "shelf": Known(resource_search.shelf, passing=True, who=True, loads=resource_reading.spoken),
    "saved": Known(resource_search.saved, passing=True, who=True, loads=resource_reading.spoken),
    "resource": Known(resource_card.resource, passing=True, who=True, loads=resource_reading.spoken),
    "follow": Known(resource_following.follow, passing=True, who=True, loads=resource_reading.spoken),
    "unfollow": Known(resource_following.unfollow, passing=True),
    "digest": Known(resource_news.digest, passing=True, who=True, loads=resource_reading.spoken),
    "settled": Known(asking.settled, passing=True),
    "staff": Known(staffing.staff_menu, passing=True, staff=True, fresh=True, who=True),
    "tickets": Known(staffing.answer_tickets, passing=True, staff=True, who=True),
    "joined": Known(staffing.who_has_joined, passing=True, staff=True),
    "announce": Known(announce_flow.announce, staff=True, who=True),
    "announcements": Known(announcement_desk.announcements, passing=True, staff=True),
    "announcement": Known(announcement_desk.announcement, passing=True, staff=True, who=True),
    "peers": Known(peers.peers, passing=True, who=True),
    "peers_find": Known(peers_find.peers_find, passing=True),
    "peers_profile": Known(peers_profile.peers_profile, passing=True),
    "peer": Known(peer_commands.peer, passing=True),
    "peer_asked": Known(peer_asked.peer_asked, passing=True),
    "peer_talk": Known(peer_talk.peer_talk, passing=True),
    "peer_share": Known(peer_share.peer_share, passing=True, who=True),
    "peer_report": Known(peer_report.peer_report, passing=True, who=True),
    "round": Known(peer_round.round_, passing=True),
    "round_told": Known(peer_round_told.round_told, passing=True),
    "round_asked": Known(peer_round_told.round_asked, passing=True),
    "circles": Known(circles.circles, passing=True),
    "circle": Known(circle_commands.circle, passing=True),
    "circle_asked": Known(circle_asked.circle_asked, passing=True),
    "circle_room": Known(circle_room.circle_room, passing=True),
    "circle_talk": Known(circle_talk.circle_talk, passing=True),
    "circle_leave": Known(circle_leave.circle_leave, passing=True),
    "circle_member": Known(circle_member.circle_member, passing=True, who=True),
    "data": Known(my_data.data, passing=True),
    "object": Known(objecting.object_to_use, passing=True, who=True),
    "erase": Known(erasing.erase, passing=True),
    "clear": Known(clearing.clear, passing=True, anybody=True, who=True),
    "menu": Known(menu.menu, passing=True, anybody=True, who=True),
    "help": Known(menu.help, passing=True, anybody=True),
    "language": Known(menu.language, passing=True, alters=True, anybody=True, who=True),
    "resume": Known(menu.resume, passing=True, anybody=True),
}
