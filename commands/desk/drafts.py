"""Out of the desk, by the door of an incident: a rewritten draft, for an editor who reports it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID, uuid4

from commands.desk.office import Handling, officer_of
from domain.desk.access import is_concerned
from domain.desk.carried import carried_over
from domain.desk.draft import DraftState, IncidentDraft
from domain.desk.refusals import DraftIsDone, EditorCannotReport, NoSuchDraft, TextIsCarriedOver
from domain.desk.ticket import Ticket
from domain.kernel import FORGOTTEN
from domain.people.roles import MAY
from projections.desk.tickets import access_of, row_of


def draft_incident(
    handling: Handling,
    *,
    ticket: str,
    editor: UUID,
    title: str,
    summary: str | None = None,
    occurred_on: date | None = None,
    carried_over_is_meant: bool = False,
) -> Iterable[UUID]:
    """Rewrite what a ticket told, for an editor of the desk's party to report; refused with what it carries
    over from the ticket, unless that is meant."""
    one = handling.ticket("draft_incident", ticket)
    _require_editor(handling, one, editor)
    one.require_content()
    require_rewritten(handling, one, (title, summary), meant=carried_over_is_meant)
    made = IncidentDraft.write(
        id=uuid4(),
        owner=one.owner,
        ticket=one.id,
        incident=uuid4(),
        editor=editor,
        title=title,
        summary=summary,
        occurred_on=occurred_on,
        on=handling.today,
        by=handling.by,
        at=handling.now,
    )
    return handling.keep(made)


def withdraw_draft(handling: Handling, *, draft: UUID, reason: str | None = None) -> Iterable[UUID]:
    """Take a draft back while it is not reported."""
    one = handling.find(IncidentDraft, draft)
    if one is None or not handling.people.sees(row_of(handling.work.connection, str(one.ticket))):
        raise NoSuchDraft(named=draft)
    handling.permit("withdraw_draft")
    if handling.office.is_in_the_register(one.incident):
        raise DraftIsDone(state=DraftState.REPORTED)
    one.withdraw(reason=reason, by=handling.by, at=handling.now)
    return handling.keep(one)


def reporting(handling: Handling, *, draft: UUID) -> IncidentDraft:
    """The draft that its editor is about to report."""
    one = handling.find(IncidentDraft, draft)
    row = None if one is None else row_of(handling.work.connection, str(one.ticket))
    mine = one is not None and one.editor == handling.by
    if one is None or row is None or not mine or handling.people.concerns(row):
        raise NoSuchDraft(named=draft)
    handling.permit("report_draft")
    if handling.office.is_in_the_register(one.incident):
        # What was begun is finished, whatever became of the draft or the ticket meanwhile.
        return one
    if row["erased"]:
        raise NoSuchDraft(named=draft)
    if one.state is not DraftState.REPORTED:
        one.require_waiting()
    return one


def note_as_reported(handling: Handling, *, draft: UUID) -> Iterable[UUID]:
    """Note that the incident of a draft stands in the register."""
    one = reporting(handling, draft=draft)
    one.report(by=handling.by, at=handling.now)
    return handling.keep(one)


def require_rewritten(
    handling: Handling, ticket: Ticket, written: Iterable[str | None], *, meant: bool
) -> None:
    """Refuse texts that carry names or passages over from a ticket, unless that is meant: TextIsCarriedOver. Whom
    the desk knows goes by the name of the register too. Who asked is in the vault, and not compared."""
    texts, names = sealed_in(ticket)
    known = handling.directory().members
    names += [known[str(one.member)] for one in ticket.persons if str(one.member) in known]
    found = carried_over("\n".join(filter(None, written)), texts, names)
    if found and not meant:
        raise TextIsCarriedOver(count=len(found), passages=found)


def sealed_in(ticket: Ticket) -> tuple[list[str], list[str]]:
    """The texts of a ticket, and the names in it, that have not been erased."""
    texts = [ticket.question, *(one.text for one in ticket.said)]
    texts += filter(None, (*(one.text for one in ticket.decided), ticket.welfare))
    texts += [one.name for one in ticket.files]
    names = [one.name for one in ticket.persons]
    return [text for text in texts if text != FORGOTTEN], [n for n in names if n != FORGOTTEN]


def _require_editor(handling: Handling, ticket: Ticket, editor: UUID) -> None:
    row = row_of(handling.work.connection, str(ticket.id))
    assert row is not None, "it was looked at before"
    who = handling.office.someone(editor, handling.today)
    able = who is not None and who.party == ticket.owner and who.roles & MAY["report_draft"]
    if who is None or not able:
        raise EditorCannotReport()
    if is_concerned(officer_of(who, stands=True), access_of(row).concerned):
        raise EditorCannotReport()
