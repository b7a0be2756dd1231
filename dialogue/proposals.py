"""A near miss put to the person: was this meant?"""

from typing import Any

from dialogue.conversation import Proposal
from dialogue.phrases import _
from dialogue.questions import Question, YesNo

PLACES = {"1": True, "2": False}  # of the two options under a proposal


def proposed(question: Question[Any], proposal: Proposal) -> YesNo:
    """The question whether a near miss was meant, or a command instead of an answer."""
    name = question.name(proposal.value)
    if proposal.command is None:
        return YesNo(_("Did you mean “{answer}”?", answer=name))
    prompt = _("Is “{answer}” your answer, or do you want us to stop writing to you?", answer=name)
    return YesNo(prompt, yes=_("It is my answer"), no=_("Stop writing"), words=False)
