"""What the commands around announcements share: who acts, texts from files, how a deed ends on the command line."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.given import given
from bot.commands.output import actor, failed
from dialogue.catalogues import SOURCE, languages
from dialogue.phrases import said
from handlers.deed_words import told
from handlers.deeds import Done, Who
from models.announcements import authors, reading
from models.announcements.blanks import problems
from models.announcements.drafts import Words
from models.announcements.reading import Standing

As = Annotated[
    int | None,
    typer.Option("--as", metavar="STAFF", help="Who of the staff does this (lazos staff list); needed to approve."),
]
Number = Annotated[int, typer.Argument(metavar="ID", help="The number of the announcement.")]
Spanish = Annotated[str | None, typer.Option("--es", metavar="TEXT", help="The text in Spanish; @FILE reads a file.")]
English = Annotated[str | None, typer.Option("--en", metavar="TEXT", help="The text in English; @FILE reads a file.")]
MoreSpanish = Annotated[str | None, typer.Option("--more-es", metavar="TEXT", help="For those who want to know more.")]
MoreEnglish = Annotated[str | None, typer.Option("--more-en", metavar="TEXT", help="The same in English.")]

#: Deeds that were not done.
_REFUSALS = {
    *("not allowed", "gone", "state", "nobody", "more", "who", "yourself", "too late"),
    *("closed", "no phone", "nothing to undo", "nobody failed", "told only", "nobody to tell"),
}
_WHO = "A second person has to approve it: say with --as STAFF who you are (`lazos staff list`)."


def who(context: typer.Context, member: int | None) -> Who:
    """Whoever runs the command; as one of the staff if they say so."""
    if member is None:
        return Who(actor())
    if not given(context).store.run(authors.may_announce, member):
        raise failed(f"There is no staff member {member} who may announce: that takes an admin or an officer.")
    return Who(f"staff {member}", member, f"staff {member}, {actor()}")


def standing(context: typer.Context, number: int) -> Standing:
    """The announcement with this number."""
    found = given(context).store.run(reading.find, number)
    if found is None:
        raise failed(f"There is no announcement {number}.")
    return found


def ended(context: typer.Context, deed: str, done: Done, number: int) -> str:
    """The sentence for a deed that was done; raises for one that was not."""
    if done.how == "who":
        raise failed(_WHO)
    standing = given(context).store.run(reading.find, number)
    sentence = said(told(deed, done, None if standing is None else standing.state), SOURCE).replace("\n", " ")
    if done.how in _REFUSALS:
        raise failed(sentence)
    return sentence


def texts(said_now: Mapping[str, str | None], more: Mapping[str, str | None]) -> dict[str, Words]:
    """The texts that were given, by language, those behind an @ read from their files; wrong ones are wrong usage."""
    return {
        language: Words(_read(text, "", language), _read_or_none(more.get(language), language))
        for language, text in said_now.items()
        if text is not None and language in languages()
    }


def _read_or_none(text: str | None, language: str) -> str | None:
    return None if text is None else _read(text, "more-", language)


def _read(text: str, more: str, language: str) -> str:
    option = f"--{more}{language}"
    if text.startswith("@"):
        text = _from_file(Path(text[1:]), option)
    for problem in problems(text, language):
        raise typer.BadParameter(said(problem, SOURCE), param_hint=option)
    return text.strip()


def _from_file(path: Path, option: str) -> str:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        raise typer.BadParameter(f"{path} is not UTF-8", param_hint=option) from None
    except OSError as problem:
        raise typer.BadParameter(f"{path}: {problem.strerror}", param_hint=option) from None
