"""What fills the blanks of an announcement: opened only for those whose text has the blank."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection, select

from models import installation
from models.announcements.copies import Copy
from models.programmes import Cohort, Enrolment, Programme
from models.sealing import vault
from models.states import STATES

_ENROLLED = frozenset({"cohort", "programme"})


def values(db: Connection, needs: Collection[str], copies: Sequence[Copy]) -> Mapping[int, Mapping[str, str]]:
    """For each person of `copies` the blanks that are needed, by name."""
    if not needs:
        return {}
    found: dict[int, dict[str, str]] = {copy.person_id: {} for copy in copies}
    organisation = installation.kept(db, "organisation") or "" if "organisation" in needs else ""
    for copy in copies:
        hers = found[copy.person_id]
        hers["organisation"] = organisation
        hers["state"] = STATES.get(copy.state or "", "")
        if "given_name" in needs:
            sealed = copy.given_name_sealed
            hers["given_name"] = vault(db).open_text(sealed, "person", "given_name", copy.person_seal_id) or ""
    if _ENROLLED & set(needs):
        for person, cohort, programme in _last_enrolments(db, list(found)):
            found[person] |= {"cohort": cohort, "programme": programme}
    return found


def _last_enrolments(db: Connection, people: Sequence[int]) -> list[tuple[int, str, str]]:
    """Each one's cohort and programme, the last one last."""
    query = (
        select(Enrolment.person_id, Cohort.name, Programme.name)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .join(Programme, Programme.id == Cohort.programme_id)
        .where(Enrolment.person_id.in_(people))
        .order_by(Cohort.ends_on.is_not(None), Cohort.ends_on, Cohort.id)
    )
    return [(person, cohort, programme) for person, cohort, programme in db.execute(query)]
