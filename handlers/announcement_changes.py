"""What is asked when an announcement is to be looked at, changed or corrected."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection

from dialogue.catalogues import languages
from dialogue.engine import Chat
from dialogue.messages import Choice
from dialogue.phrases import _
from dialogue.questions import Pick, Skippable, YesNo
from handlers import announcement_questions as questions
from handlers import announcing, steering
from handlers.announce_flow import starts_at
from handlers.announcement_options import tells
from handlers.announcement_preview import TONGUES, shown
from handlers.announcement_report import answer_lines
from handlers.deed_words import told
from handlers.deeds import Done, by_phone
from handlers.following import Follow
from handlers.kept_sentences import again, kept
from handlers.paragraphs import paragraphs
from models.announcements import reading
from models.announcements.drafts import VALID, Words
from models.announcements.tables import DONE, DRAFT
from models.base import now

Facts = Mapping[str, Any]

WHAT = [
    Choice("text", _("The text")),
    Choice("whom", _("For whom")),
    Choice("buttons", _("The buttons")),
    Choice("when", _("When")),
]
_BACK = [Choice("on", _("Go on"))]
_LEAVE = _("Leave it as it is")


def see(chat: Chat[Connection], facts: Facts) -> Follow:
    """Show how it looks."""
    looks = again(chat.look_up("looks", looks_of, facts["id"]))
    chat.ask("seen", Pick(looks, _BACK))
    return _again(facts)


def answers(chat: Chat[Connection], facts: Facts) -> Follow:
    """Say how many answered what; who it was is on the command line only."""
    counted = answer_lines(facts["report"]["answers"], facts["choices"], facts["report"]["answered_before"])
    where = _("Who answered what: lazos announcements answers {number}", number=str(facts["id"]))
    chat.ask("seen", Pick(paragraphs(*counted, where), _BACK))
    return _again(facts)


def change(chat: Chat[Connection], facts: Facts) -> Follow:
    """Ask what of a draft to change, and change it."""
    what = chat.ask("change", Pick(_("What shall I change?"), WHAT))
    if what == "text":
        return correct(chat, facts)
    if what == "whom":
        return _changed(chat, facts, {"audience": questions.whom(chat)["expression"]})
    if what == "when":
        return _changed(chat, facts, {"begins": questions.begins(chat)})
    kind = questions.buttons(chat)
    if kind == "more":
        texts, _old = chat.look_up("said", words_of, facts["id"])
        chat.do("more", reword, chat.given["staff"], facts["id"], texts, questions.words(chat, more=True))
    return _changed(chat, facts, {"choices": kind})


def correct(chat: Chat[Connection], facts: Facts) -> Follow:
    """Ask for other words in each language: for whoever has not got it yet, and as a correction for whoever has."""
    texts, more = chat.look_up("said", words_of, facts["id"])
    better: dict[str, str] = {}
    for language in [each for each in languages() if each in texts]:
        prompt = paragraphs(TONGUES[language], texts[language], _("Please write the whole text as it should be."))
        given = chat.ask(f"text {language}", Skippable(questions.Wording(prompt), _LEAVE))
        better |= {} if given is None else {language: given}
    if not better:
        return _again(facts)
    tell = _tells(chat, facts)
    if facts["state"] == DONE and not tell:
        chat.say(_("It stays as it is."))
        return _again(facts)
    done = Done(*chat.do("correct", reword, chat.given["staff"], facts["id"], texts | better, more, tell))
    chat.say(told("correct", done, facts["state"]))
    return _again(facts)


def _tells(chat: Chat[Connection], facts: Facts) -> bool:
    """Whether those who have the old words get the correction."""
    people = facts["report"]["reached"] if "report" in facts else 0
    return bool(people) and chat.ask("tell", YesNo(*tells(people)))


ASKS: Mapping[str, Callable[[Chat[Connection], Facts], Follow]] = {
    "see": see,
    "answers": answers,
    "change": change,
    "correct": correct,
}


def looks_of(db: Connection, number: int) -> dict[str, str]:
    """How it looks, as it is said in each language."""
    standing = reading.find(db, number)
    if standing is None:
        return {}
    return kept(shown(db, reading.words(db, number, standing.revision), standing.choices, number))


def words_of(db: Connection, number: int) -> tuple[dict[str, str], dict[str, str]]:
    """What it says now, and what beyond that to those who ask for more, both by language."""
    standing = reading.find(db, number)
    found = {} if standing is None else reading.words(db, number, standing.revision)
    more = {language: each.more for language, each in found.items() if each.more}
    return {language: each.text for language, each in found.items()}, more


def reword(
    db: Connection, member: int, number: int, texts: dict[str, str], more: dict[str, str], tell: bool = False
) -> Done:
    """Give it other words: a draft is changed, anything else corrected, for those who have the old ones with `tell`."""
    words: dict[str, Words] = questions.together(texts, more)
    standing = reading.find(db, number)
    if standing is not None and standing.state == DRAFT:
        return announcing.reword(db, by_phone(member), number, words)
    return steering.correct(db, by_phone(member), number, words, tell=tell)


def change_draft(db: Connection, member: int, number: int, changes: dict[str, Any]) -> Done:
    """Change a draft; `begins` is a time of the programme's clock, and when it begins decides how long it is valid."""
    if "begins" in changes:
        begins = starts_at(db, changes["begins"])
        valid = (begins or now()) + VALID
        changes = {"starts_at": begins, "local": begins is not None, "valid_until": valid}
    return announcing.change(db, by_phone(member), number, changes)


def _changed(chat: Chat[Connection], facts: Facts, changes: dict[str, Any]) -> Follow:
    done = Done(*chat.do("changed", change_draft, chat.given["staff"], facts["id"], changes))
    chat.say(told("change", done, facts["state"]))
    return _again(facts)


def _again(facts: Facts) -> Follow:
    return Follow("announcement", {"line": str(facts["id"])})
