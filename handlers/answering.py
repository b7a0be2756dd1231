"""One message, and everything that is said to it: the way from a person's words to a flow and back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from dialogue import commands
from dialogue.commands import Command
from dialogue.conversation import Conversation
from dialogue.engine import Turn, take_turn
from dialogue.messages import Incoming, Media, Outgoing
from dialogue.phrases import Phrase, _
from dialogue.questions.base import NOT_NEEDED
from handlers import asking, obeying, strangers, verifying
from handlers.commands import recognise
from handlers.flows import FLOWS
from handlers.following import Again, Follow, GiveUp, Next, Quiet, Return, TakeUp
from models import contacts, conversations, prompts, staff, tickets
from models.contacts import Known
from models.conversations import ASIDE, ENDED, OPEN, Held

#: Short flows from whose first question *back* leads nowhere.
STAYS = ("menu", "verify", "resume", "reminder", "invitation")
NOT_KEPT = _("I could not keep that file: I will ask for it when you report progress.")


class Answering:
    """Where one contact is, and what has been said to it in this turn. Everything happens in one transaction."""

    def __init__(self, db: Connection, contact: Known, moment: datetime) -> None:
        self.db, self.contact, self.moment = db, contact, moment
        self.said: list[Outgoing] = []

    @property
    def language(self) -> str:
        """What the person speaks, as far as anybody knows."""
        return self.contact.speaks

    def hear(self, incoming: Incoming) -> None:
        """Answer a message. A file that nobody waits for is told to be lost, and what was written under it is heard."""
        if self.contact.doubted_person is not None:
            return verifying.hear(self, incoming)
        held = conversations.opened(self.db, self.contact.owner)
        lost = incoming.media is Media.FILE and not (incoming.files or incoming.refused)
        if lost and incoming.text.strip() and self.contact.person_id is not None:
            self.say(self._why_lost(held))
            incoming = Incoming(incoming.text)
        if self.contact.is_stranger and (held is None or strangers.code_in(incoming.text)):
            return self._admit(incoming)
        if strangers.is_code(incoming.text):
            return self._hear_code(incoming.text)
        if held is None or not self._may(held.flow):
            return self._hear_outside(incoming)
        unseen = held.unseen and not prompts.met(self.db, held.id, self.moment)
        elsewhere = unseen or held.contact_id != self.contact.id
        if elsewhere and incoming.tap is None and recognise(incoming.text) is None:
            return self.run(held)  # what was typed here cannot be meant for a question that was not shown here
        return self.run(held, incoming)

    def say(self, phrase: Phrase | str) -> None:
        """Add a line to what is said."""
        self.said.append(Outgoing(phrase))

    def _why_lost(self, held: Held | None) -> Phrase:
        """What becomes of a file that nobody waits for."""
        if held is not None and held.flow not in STAYS:
            return NOT_NEEDED
        person = self.contact.person_id
        return NOT_KEPT if person is None or tickets.open_for(self.db, person) is None else asking.TEXT_ONLY

    def begin(self, flow: str, given: Mapping[str, Any] | None = None, *, unasked: bool = False) -> None:
        """Begin a flow; what was going on is set aside, unless it is passing, the same, or nothing was said in it.

        What an `unasked` flow interrupts she has not left.
        """
        flow = flow if self._may(flow) else "menu"
        current = conversations.opened(self.db, self.contact.owner)
        if current is not None:
            self.leave(current, for_good=current.flow == flow, unasked=unasked)
        held = conversations.begin(self.db, self.contact.owner, self.contact.id, flow, self.moment)
        person = str(self.contact.person_id or "")
        self.run(held, conversation=Conversation(str(held.id), flow, person, dict(given or {})))

    def leads_to_menu(self, held: Held) -> bool:
        """Whether nothing is lost when a person goes back to the menu from here."""
        return self.is_passing(held) and held.flow not in STAYS

    def is_passing(self, held: Held) -> bool:
        """Whether this is nothing that would be offered again."""
        flow = FLOWS.get(held.flow)
        return flow is not None and flow.passing

    def _may(self, flow: str) -> bool:
        """Whether whoever writes from here may be in this flow: staff are no alumni, and alumni no staff."""
        known = FLOWS.get(flow)
        if known is None or known.anybody:
            return True
        return (self.contact.staff_id if known.staff else self.contact.person_id) is not None

    def go_on(self, otherwise: str = "menu") -> None:
        """Go on where the person was: what is open, what was set aside, or else `otherwise`."""
        held = conversations.opened(self.db, self.contact.owner)
        if held is not None and self._may(held.flow):
            return self.run(held)
        return self.offer_rest(otherwise=otherwise)

    def leave(self, held: Held, *, for_good: bool, unasked: bool = False) -> None:
        """Leave a conversation, to be offered again later if there is anything in it and it is not `for_good`."""
        flow = FLOWS.get(held.flow)
        over = for_good or flow is None or flow.passing or not (unasked or self._is_begun(held))
        conversations.move(self.db, held.id, ENDED if over else ASIDE)

    def _is_begun(self, held: Held) -> bool:
        """Whether there is anything in a conversation that she would have to write again."""
        conversation = conversations.state(self.db, held)
        return conversation.has_answers or bool(conversation.given.get("line"))

    def get_out(self, command: Command) -> None:
        """Obey a command without running the open conversation again, since it fails; it is over."""
        held = conversations.opened(self.db, self.contact.owner)
        if held is not None:
            self.leave(held, for_good=True)
        self._obey(command)

    def _hear_code(self, text: str) -> None:
        """A code from somebody we know: it links the phone of a staff member, or was made for another phone."""
        if not staff.link(self.db, self.contact.id, text):
            return self.say(_("That code is for your other phone: write it there."))
        self.contact = contacts.known(self.db, self.contact.id)
        return self.begin("staff")

    def _admit(self, incoming: Incoming) -> None:
        admitted = strangers.admit(self.db, self.contact, incoming.text)
        if isinstance(admitted, bool):
            self.contact = contacts.known(self.db, self.contact.id)
            self.begin("staff")
        elif not isinstance(admitted, Phrase):
            self.begin("join", admitted)
        elif self.contact.phone_language is None or self.contact.channel == "whatsapp":  # which tells a country at most
            self.say(strangers.in_every_language(admitted))
        else:
            self.say(admitted)

    def _hear_outside(self, incoming: Incoming) -> None:
        """Answer somebody who is in no conversation: do what she says, or show the menu."""
        command = recognise(incoming.text) if incoming.tap is None else None
        if command is not None and command.name not in (commands.BACK, commands.CANCEL):
            return self._obey(command)
        if incoming.tap is not None:
            self.say(_("That button belongs to an earlier question."))
        elif asking.hears(self, incoming.text):
            return None
        if incoming.media is Media.FILE:
            self.say(self._why_lost(None))
        return self.offer_rest(otherwise="menu")

    def run(self, held: Held, incoming: Incoming | None = None, conversation: Conversation | None = None) -> None:
        """Run a conversation as far as it goes, store where it is, and go on to what follows."""
        flow = FLOWS.get(held.flow)
        if held.unseen:
            prompts.met(self.db, held.id, self.moment)
        if flow is None:  # it was in an older version of the program
            self.leave(held, for_good=True)
            return self.offer_rest(otherwise="menu")
        conversation = conversation or conversations.state(self.db, held)
        if flow.who:  # where she is now, which need not be where she began
            here = {"contact": self.contact.id, "staff": self.contact.staff_id}
            conversation.given = {**conversation.given, **here}
        if flow.fresh:
            conversation.log.clear()
        turn = take_turn(flow.ready(self.db, conversation.given), conversation, self.db, incoming, recognise)
        self.said += turn.said
        if turn.command is not None:
            return self._obey(turn.command, held, conversation)
        if flow.alters:
            self.contact = contacts.lock(self.db, contacts.known(self.db, self.contact.id))
        if flow.keeps is not None:
            flow.keeps(self.db, held.id, conversation, self.contact, self.moment, finished=turn.finished)
        return self._next(held, conversation, turn)

    def _next(self, held: Held, conversation: Conversation, turn: Turn) -> None:
        if isinstance(turn.result, Again):
            anew = Conversation(conversation.id, held.flow, conversation.person, dict(turn.result.given))
            return self.run(held, conversation=anew)
        self._keep(held, conversation, ENDED if turn.finished else OPEN)
        return self._go_on(turn.result) if turn.finished else None

    def _keep(self, held: Held, conversation: Conversation, status: str) -> None:
        asked = self.said[-1].asked if status == OPEN and self.said else None
        conversations.keep(
            self.db,
            held,
            conversation,
            owner=self.contact.owner,
            contact=self.contact.id,
            status=status,
            upload=asked is not None and asked.upload,
            moment=self.moment,
        )

    def _go_on(self, result: Next) -> None:
        if isinstance(result, Follow):
            return self.begin(result.flow, result.given) if result.given else self.begin_or_resume(result.flow)
        if isinstance(result, TakeUp):
            return self.take_up(result.talk)
        if isinstance(result, GiveUp):
            return self.give_up(result.talk, result.instead)
        if isinstance(result, Return):
            return self.hear(Incoming(result.wish)) if result.wish else self.go_on()
        return None if isinstance(result, Quiet) else self.offer_rest()

    def give_up(self, talk: int, instead: str | None = None) -> None:
        """Drop what was set aside, and begin `instead` if that was what the person wanted."""
        conversations.move(self.db, talk, ENDED)
        self.say(_("All right."))
        return self.offer_rest() if instead is None else self.begin(instead)

    def begin_or_resume(self, flow: str) -> None:
        """Begin a flow, unless one of its kind was left unfinished: that is offered first."""
        rest = conversations.set_aside(self.db, self.contact.owner)
        if rest is None or rest.flow != flow:
            return self.begin(flow)
        return self.begin("resume", {"talk": rest.id, "flow": flow, "instead": flow})

    def take_up(self, talk: int) -> None:
        """Go on with what was set aside, if it can still be."""
        rest = conversations.left(self.db, self.contact.owner, talk)
        if rest is not None:
            conversations.move(self.db, rest.id, OPEN)
            self.run(rest)

    def offer_rest(self, otherwise: str | None = None) -> None:
        """Offer what was set aside; without it begin `otherwise`."""
        rest = conversations.set_aside(self.db, self.contact.owner)
        if rest is not None:
            self.begin("resume", {"talk": rest.id, "flow": rest.flow})
        elif otherwise is not None:
            self.begin(otherwise)

    def _obey(self, command: Command, held: Held | None = None, conversation: Conversation | None = None) -> None:
        obeying.ACTS.get(command.name, obeying.begin)(self, command, held, conversation)
