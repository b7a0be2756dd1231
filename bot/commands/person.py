"""`lazos person`: one person by her number: how she stands, her phones, her data as a file, and erasing them."""

import asyncio
import json
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from bot import erased, person_report
from bot.commands import rights_requests
from bot.commands.given import given
from bot.commands.left_out import refuse_frozen
from bot.commands.numbers import whole
from bot.commands.output import AsJson, actor, failed, show
from bot.files import FileStore
from bot.private_files import NotOverwritten, private_file
from handlers.erasing import blocked_by_staff
from models import audit, contacts, doubts, erasing, my_data, overview, rights
from models.base import now
from models.erasing import NotErased

app = typer.Typer(help="One person: phones, data, and requests by law.", no_args_is_help=True)
rights_requests.add_to(app)

MOST = 200  # letters of a reason

Number = Annotated[int, typer.Argument(parser=whole, metavar="PERSON", help="The number of the person.")]
Reason = Annotated[str, typer.Option(help="Why; it stands in the audit log, so write no name.")]


@app.command("show")
def show_(context: typer.Context, person: Number, as_json: AsJson = False) -> None:
    """Show how somebody stands: dates and counts, no names."""
    found = given(context).store.run(overview.overview, person)
    if found is None:
        raise failed(f"There is no person {person}.")
    show(person_report.as_object(found), person_report.as_text(found), as_json=as_json)


@app.command("contacts")
def contacts_(context: typer.Context, person: Number, as_json: AsJson = False) -> None:
    """List the phones of somebody: number, channel, state, and when they were heard from."""
    store = given(context).store
    if store.run(overview.overview, person) is None:
        raise failed(f"There is no person {person}.")
    found = store.run(contacts.all_of, person)
    lines = [person_report.contact_line(each) for each in found] or ["No phone has joined."]
    show([person_report.contact(each) for each in found], lines, as_json=as_json)


@app.command("revoke")
def revoke(
    context: typer.Context,
    contact: Annotated[
        int, typer.Argument(parser=whole, metavar="CONTACT", help="The number of the contact, from `person contacts`.")
    ],
    reason: Reason,
) -> None:
    """Cut a lost phone off: what waits for it is taken back, and whoever writes from it is a stranger."""
    why = _reason(reason)
    if not given(context).store.run(_revoke, contact, why):
        raise failed(f"There is no contact {contact} that belongs to anybody.")
    typer.echo(f"Contact {contact} is cut off.")


@app.command("export")
def export(
    context: typer.Context,
    person: Number,
    out: Annotated[Path, typer.Option(help="A new file, for your eyes only (mode 0600).")],
    reason: Reason,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file.")] = False,
) -> None:
    """Write everything that is held about somebody into a JSON file."""
    why = _reason(reason)
    if out.suffix.lower() != ".json":
        raise typer.BadParameter("the file has to end in .json", param_hint="--out")
    refuse_frozen(context, person)
    try:
        with private_file(out, force=force) as file:
            json.dump(given(context).store.run(_export, person, why), file, ensure_ascii=False, indent=2)
    except NotOverwritten:
        raise failed(f"{out} is there already; --force overwrites it.") from None
    except LookupError as problem:
        raise failed(f"Person {person} {problem}.") from None
    except OSError as problem:
        raise failed(f"{out} cannot be written: {problem.strerror}.") from None
    typer.echo(f"Everything about person {person} is in {out}. It is not sealed: delete it after use.", err=True)


@app.command("erase")
def erase(
    context: typer.Context,
    person: Number,
    reason: Reason,
    at_once: Annotated[bool, typer.Option("--now", help="Delete at once what else is only blocked first.")] = False,
) -> None:
    """Have everything about somebody erased: blocked now, deleted for good when the term is over."""
    why, this = _reason(reason), given(context)
    try:
        day = this.store.run(_block, person, why, at_once)
    except NotErased as problem:
        raise failed(f"Person {person} {problem}.") from None
    if not at_once:
        typer.echo(f"Person {person} is blocked, and will be deleted on {day}. `lazos person restore` undoes it.")
        return
    files = asyncio.run(erased.delete_now(this.store, FileStore(this.settings.files_url), person, actor()))
    typer.echo(f"Person {person} is deleted (files: {files}).")


@app.command("restore")
def restore(context: typer.Context, person: Number, reason: Reason) -> None:
    """Bring back somebody who is blocked and not deleted yet; a new invitation lets them join again."""
    why = _reason(reason)
    try:
        given(context).store.run(_restore, person, why)
    except NotErased as problem:
        raise failed(f"Person {person} {problem}.") from None
    typer.echo(f"Person {person} is back. `lazos roster invites --person {person}` makes a new code.")


def _revoke(db: Connection, contact: int, reason: str) -> bool:
    try:
        known = contacts.known(db, contact)
    except LookupError:
        return False
    whose = known.person_id or known.doubted_person
    if whose is None and known.staff_id is None:
        return False
    doubts.remove(db, contact, now())
    audit.write(db, actor(), "contact revoked", contact=contact, person=whose, reason=reason)
    return True


def _export(db: Connection, person: int, reason: str) -> dict[str, Any]:
    if erasing.is_blocked(db, person):
        raise LookupError("is being erased, and is shown to nobody")
    try:
        held = my_data.as_file(db, person)
    except LookupError:
        raise LookupError("is not on record") from None
    audit.write(db, actor(), "person exported", person=person, reason=reason)
    return held


def _block(db: Connection, person: int, reason: str, at_once: bool) -> str:
    """Block a person, and tell her; one to be deleted `at_once` may be blocked before. The day of deletion (ISO)."""
    moment = now()
    if at_once:
        if not erasing.is_blocked(db, person):
            erasing.block(db, person, moment)
        audit.write(db, actor(), "person erased", person=person, reason=reason)
        return rights.day_of(moment).isoformat()
    audit.write(db, actor(), "person blocked", person=person, reason=reason)
    return blocked_by_staff(db, person)


def _restore(db: Connection, person: int, reason: str) -> None:
    erasing.restore(db, person, now())
    audit.write(db, actor(), "person restored", person=person, reason=reason)


def _reason(text: str) -> str:
    words = " ".join(text.split())
    if not 0 < len(words) <= MOST:
        raise typer.BadParameter(f"a reason has 1 to {MOST} letters", param_hint="--reason")
    return words
