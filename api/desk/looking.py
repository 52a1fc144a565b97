"""What one request may see of the desk: which tickets, opened, in the shape that GraphQL answers.

All of it reads one snapshot of the desk's log. Whoever may not see a ticket is answered as if there were none:
the rule is asked before anything is counted, searched or opened.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from contextlib import ExitStack
from datetime import date, datetime
from functools import cached_property
from itertools import islice
from typing import Any, Final
from uuid import UUID

from commands.desk.consulting import CONSULTER
from commands.desk.guidance import sees_draft
from commands.desk.office import DeskOffice, People
from commands.desk.publishing import preview_statistics
from domain.calendar import day_in_tokyo
from domain.desk.access import Access, may_see
from domain.desk.clocks import Due, clocks_of
from domain.desk.contents import Decided, Filed, Said
from domain.desk.designation import Designation
from domain.desk.draft import DraftState, IncidentDraft
from domain.desk.guidance_draft import GuidanceDraft, GuidanceDraftState
from domain.desk.identity import Identity
from domain.desk.request import CustodianRequest, Purpose
from domain.desk.retention import Retention
from domain.desk.statistics import SMALLEST, Line, Period, Table
from domain.desk.ticket import Ticket
from domain.desk.words import Channel, TicketCategory
from domain.kernel import FORGOTTEN
from domain.people.roles import READS, Role
from domain.texts import Word
from projections.desk import statistics, tickets
from projections.serving import Directory
from projections.view import normalised

Shape = dict[str, Any]
MOST_DRAFTS: Final = 100


class DeskSight:
    """One request at the desk: who asks, on which day, and what was shown to them so far."""

    def __init__(self, office: DeskOffice, member: UUID, now: datetime, stack: ExitStack) -> None:
        self.office = office
        self.member = member
        self.on: date = day_in_tokyo(now)
        self._stack = stack
        self._now = now
        self._shown: dict[str, int] = {}
        self._opened: set[str] = set()
        self._handed_out: set[str] = set()

    @cached_property
    def connection(self) -> Any:
        return self._stack.enter_context(self.office.log.following())

    @cached_property
    def people(self) -> People:
        return self.office.people(self.connection, self.member, self.on)

    @cached_property
    def directory(self) -> Directory:
        """What the members of one's own party are called, and the parties."""
        return self.office.directory(self.people.actor.party, self.on)

    # ----- tickets ------------------------------------------------------------------------------

    def rows(self) -> list[tickets.Row]:
        """The tickets that who asks may see, the newest first."""
        found = tickets.rows_of(self.connection, self.people.desks)
        return tickets.seen_by(self.member, found, self.people.officers, self.on)

    def row(self, ticket: str) -> tickets.Row | None:
        """The ticket by its id or code, if who asks may see it."""
        row = tickets.row_of(self.connection, ticket)
        return row if self.people.sees(row) else None

    def matching(self, rows: Iterable[tickets.Row], search: str) -> list[tickets.Row]:
        """Those in whose code or words this is found: opened in memory, of what may be seen alone."""
        wanted = normalised(search)
        found: list[tickets.Row] = []
        for row in rows:
            [ticket] = self.office.log.load(self.connection, Ticket, UUID(row["id"]))
            names = (one.name for one in ticket.files)
            if wanted in normalised(row["code"], *words_of(ticket), *names):
                found.append(row)
        return found

    def of_caller(self, rows: Iterable[tickets.Row], contact: str) -> list[tickets.Row]:
        """Those of whoever is reached so."""
        theirs = tickets.tickets_of_caller(self.connection, self.office.secrets.caller(contact))
        return [row for row in rows if row["id"] in theirs]

    def shown(self, rows: Sequence[tickets.Row]) -> list[Shape]:
        """These tickets as GraphQL shows them; that they are shown is kept before the answer leaves."""
        found = self.office.log.load(self.connection, Ticket, *(UUID(row["id"]) for row in rows))
        self._shown |= {row["id"]: row["owner"] for row in rows}
        return [self._ticket(row, ticket) for row, ticket in zip(rows, found, strict=True)]

    def keep_reads(self) -> None:
        """Put on record which tickets were shown; raises ReadIsNotKept."""
        self.office.reads.keep(
            self._now, self.member, self._shown.items(), self._opened, self._handed_out
        )

    def _ticket(self, row: tickets.Row, ticket: Ticket) -> Shape:
        access = tickets.access_of(row)
        officers = self.people.officers.get(row["owner"], [])
        return {
            "__typename": "Ticket",
            "id": row["id"],
            "code": row["code"],
            "status": ticket.status.value,
            "consulter": str(ticket.consulter),
            "receipt_issued": ticket.receipt is not None,
            "channel": ticket.channel,
            "category": ticket.category,
            "urgency": ticket.urgency,
            "received_on": ticket.received_on,
            "logged_by": self.someone(ticket.logged_by),
            "question": ticket.question,
            "acknowledged_on": ticket.acknowledged_on,
            "assessment": ticket.assessment,
            "assessment_reason": ticket.assessment_reason,
            "known_to": [self.someone(one) for one in ticket.known_to],
            "handlers": [
                {"member": self.someone(one.member), "since": one.since, "until": one.until}
                for one in ticket.handlers
            ],
            "seen_by": self._members(may_see(access, officers, self.on)),
            "designable": self._members(
                may_see(Access(False, (), access.concerned), officers, self.on)
            ),
            "persons": [self._person(one) for one in ticket.persons],
            "sayings": [self._saying(one) for one in ticket.said],
            "decisions": [self._decision(one) for one in ticket.decided],
            "waits_for_an_answer": ticket.waits_for_an_answer,
            "taken_up": ticket.taken_up,
            "decision_told_on": ticket.decision_told_on,
            "outcome": ticket.outcome,
            "conclusion": ticket.conclusion,
            "concluded_on": ticket.concluded_at and day_in_tokyo(ticket.concluded_at),
            "result_told_on": ticket.result_told_on,
            "welfare_checked_on": ticket.welfare_checked_on,
            "suffered": ticket.suffered,
            "welfare": ticket.welfare,
            "files": [self._file(ticket, one) for one in ticket.files],
            "drafts": self.drafts(ticket=row["id"]),
            "guidance_drafts": self.guidance_drafts(ticket=row["id"]),
            "clocks": (clocks := self._clocks(row)),
            "next_due": _next_of(clocks),
            "identity": lambda: self._identity(ticket),
            "retention": self._retention(row, ticket),
            "erased": ticket.id in ticket.erased,
            "changed_at": ticket.last_at,
        }

    def clocks(self, row: tickets.Row) -> tuple[Due, ...]:
        """By when what is due of a ticket."""
        office = self.office
        return clocks_of(tickets.course_of(row), office.limits, self.on, office.is_working)

    def _clocks(self, row: tickets.Row) -> list[Shape]:
        return [
            {
                "clock": one.clock.value,
                "due": one.due,
                "days_left": one.days_left,
                "working_days_left": one.working_days_left,
                "done_on": one.done_on,
                "over": one.over,
            }
            for one in self.clocks(row)
        ]

    def retention(self, row: tickets.Row) -> Retention:
        """How long a ticket is kept, unless it was erased."""
        return tickets.kept_for(row, self.office.keeping)

    def _retention(self, row: tickets.Row, ticket: Ticket) -> Shape:
        kept = self.retention(row)
        return {
            "held": kept.held,
            "remind_on": kept.remind_on,
            "erase_from": kept.erase_from,
            "texts": sum(text != FORGOTTEN for text in words_of(ticket)),
            "people": sum(one not in ticket.erased for one in ticket.all_persons),
            "files": sum(one.subject not in ticket.erased for one in ticket.files),
        }

    def _identity(self, ticket: Ticket) -> Shape | None:
        """Who asked, where a custodian opened it for who asks now."""
        mine = tickets.requests(self.connection, ticket=str(ticket.id), asker=str(self.member))
        asked = self.office.log.load(
            self.connection, CustodianRequest, *(UUID(row["id"]) for row in mine)
        )
        opening = next((one for one in asked if one.opens_on(self.on, self.member)), None)
        if opening is None:
            return None
        which = tickets.identity_of(self.connection, ticket.id)
        [identity] = self.office.log.load(self.connection, Identity, which)
        self._opened.add(str(ticket.id))
        return {"name": identity.name, "contact": identity.contact, "until": opening.until}

    def _members(self, members: Iterable[UUID]) -> list[Shape]:
        return [self.someone(one) for one in sorted(members)]

    def _person(self, one: Any) -> Shape:
        return {
            "id": str(one.person),
            "name": one.name,
            "part": one.part,
            "member": one.member and str(one.member),
            "department": one.department and str(one.department),
            "party": self.directory.parties.get(one.party),
        }

    def _saying(self, one: Said) -> Shape:
        return {
            "kind": one.kind,
            "text": one.text,
            "by": self._writer(one.by),
            "at": one.at,
            "on": one.on,
        }

    def _decision(self, one: Decided) -> Shape:
        return {
            "kind": one.kind,
            "assessment": one.word if one.kind == "ASSESSED" else None,
            "outcome": one.word if one.kind == "CONCLUDED" else None,
            "text": one.text,
            "by": self.someone(one.by),
            "at": one.at,
        }

    def _file(self, ticket: Ticket, one: Filed) -> Shape:
        return {
            "id": str(one.id),
            "name": one.name,
            "media_type": one.media_type,
            "size": one.size,
            "url": None if one.subject in ticket.erased else f"/tickets/files/{one.id}",
            "attached_at": one.at,
            "by": self._writer(one.by),
            "from_consulter": one.subject == ticket.consulter,
        }

    def handed_out(self, file: UUID) -> Filed | None:
        """A file that is about to be handed out, if who asks may see its ticket."""
        of = tickets.ticket_of_file(self.connection, file)
        row = self.row(of) if of else None
        if row is None:
            return None
        self._shown[row["id"]] = row["owner"]
        self._handed_out.add(row["id"])
        [ticket] = self.office.log.load(self.connection, Ticket, UUID(row["id"]))
        return next(one for one in ticket.files if one.id == file)

    def _writer(self, by: UUID) -> Shape | None:
        """Who wrote or handed in something; None is the consulter, with the receipt code."""
        return None if by == CONSULTER else self.someone(by)

    def someone(self, member: UUID | str) -> Shape:
        """A member as the desk calls one."""
        name, serves = self.directory.members.get(str(member)), self._parties.get(str(member))
        party = serves if name is None else self.people.actor.party
        of = None if party is None else self.directory.parties.get(party)
        return {"id": str(member), "name": name, "party": of}

    @cached_property
    def _parties(self) -> dict[str, int]:
        """Which party each serves who was ever designated."""
        known = (one for officers in self.people.officers.values() for one in officers)
        return {str(one.member): one.party for one in known}

    def drafts(self, **which: Any) -> list[Shape]:
        """Drafts of incidents: of a ticket that may be seen, or those written for who asks."""
        return [self.draft(row) for row in tickets.drafts(self.connection, **which)]

    def drafts_to_report(self) -> list[Shape]:
        """Those written for who asks, unless they were taken back, erased with the ticket, or it has come to concern
        them."""
        found = tickets.drafts(self.connection, editor=str(self.member))
        of = {row["id"]: tickets.row_of(self.connection, row["ticket"]) for row in found}
        return [
            self.draft(row)
            for row in found
            if row["state"] != DraftState.WITHDRAWN
            and (ticket := of[row["id"]]) is not None
            and not ticket["erased"]
            and not self.people.concerns(ticket)
        ]

    def draft(self, row: tickets.Row) -> Shape:
        """A draft as GraphQL shows it."""
        [one] = self.office.log.load(self.connection, IncidentDraft, UUID(row["id"]))
        assert one.written_at is not None, "it was written"
        reported = one.state is DraftState.REPORTED
        return {
            "__typename": "IncidentDraft",
            "id": row["id"],
            "title": one.title,
            "summary": one.summary,
            "occurred_on": one.occurred_on,
            "editor": self.someone(one.editor),
            "state": one.state.value,
            "written_on": day_in_tokyo(one.written_at),
            "incident": str(one.incident) if reported else None,
        }

    def guidance_drafts(self, **which: Any) -> list[Shape]:
        """Drafts of guidance that who asks may see, the newest."""
        found = tickets.guidance_drafts(self.connection, **which)
        seen = (row for row in found if sees_draft(self.people, self.connection, row))
        return [self.guidance_draft(row) for row in islice(seen, MOST_DRAFTS)]

    def guidance_draft(self, row: tickets.Row) -> Shape:
        """A draft of guidance as GraphQL shows it."""
        [one] = self.office.log.load(self.connection, GuidanceDraft, UUID(row["id"]))
        assert one.written_at is not None, "it was written"
        of = row["ticket"] and tickets.row_of(self.connection, row["ticket"])
        published = one.state is GuidanceDraftState.PUBLISHED
        return {
            "__typename": "GuidanceDraft",
            "id": row["id"],
            "question": None if published else one.question,
            "answer": None if published else one.answer,
            "basis": None if published else one.basis,
            "basis_version": None if published else one.basis_version,
            "ticket_code": of["code"] if of else None,
            "state": one.state.value,
            "written_by": self.someone(one.written_by),
            "written_on": day_in_tokyo(one.written_at),
            "guidance": str(one.guidance) if published else None,
        }

    # ----- statistics ---------------------------------------------------------------------------

    def published(self) -> list[Shape]:
        """What the desk of one's own party published, the latest period first, for who reads the register."""
        actor = self.people.actor
        if not actor.roles & READS:
            return []
        return [
            self.publication(row) for row in statistics.publications(self.connection, actor.party)
        ]

    def publication(self, row: tickets.Row) -> Shape:
        """A publication as GraphQL shows it."""
        table = Table(row["total"], _lines(row["categories"]), _lines(row["channels"]))
        told = {"id": row["id"], "published_on": row["published_on"]}
        return told | _statistics("DeskStatistics", row["first_day"], row["last_day"], table)

    def preview(self, period: Period) -> Shape:
        """What would be told of a period; raises the refusals of its publication."""
        table = preview_statistics(self.office, self.connection, self.people, period)
        return _statistics("StatisticsPreview", period.first_day, period.last_day, table)

    # ----- the custodian ------------------------------------------------------------------------

    @property
    def custody(self) -> int | None:
        """The desk of which who asks is the custodian today."""
        actor = self.people.actor
        return actor.party if Role.CUSTODIAN in actor.roles else None

    def requests(self, first: int, states: Collection[str] | None) -> list[Shape]:
        """What handlers asked of the custodian, the newest: all of it for that one, one's own for a handler."""
        desk = self.custody
        which = {"owner": desk} if desk is not None else {"asker": str(self.member)}
        shown = (
            row
            for row in tickets.requests(self.connection, **which)
            if (states is None or row["state"] in states) and self.is_told_of(row)
        )
        return [self.request(row) for row in islice(shown, first)]

    def is_told_of(self, row: tickets.Row) -> bool:
        """Nobody is told of a request about a ticket that concerns them, nor a handler of one they see
        no more."""
        of = tickets.row_of(self.connection, row["ticket"])
        assert of is not None, "a request is of a ticket"
        return not self.people.concerns(of) if self.custody is not None else self.people.sees(of)

    def request(self, row: tickets.Row) -> Shape:
        """A request as GraphQL shows it."""
        [one] = self.office.log.load(self.connection, CustodianRequest, UUID(row["id"]))
        of = tickets.row_of(self.connection, row["ticket"])
        assert of is not None, "a request is of a ticket"
        erases = one.purpose == Purpose.ERASE
        return {
            "__typename": "CustodianRequest",
            "id": row["id"],
            "ticket_code": of["code"],
            "purpose": one.purpose,
            "whole_ticket": erases and one.person in (None, one.ticket),
            "asker": self.someone(one.asker),
            "reason": one.reason,
            "asked_at": one.asked_at,
            "state": one.state.value,
            "decline_reason": one.decline_reason,
            "until": None if erases else one.until,
        }

    def designations(self) -> list[Shape]:
        """Who is designated for the desk, for its custodian; nobody else is told."""
        desk = self.custody
        if desk is None:
            return []
        known = tickets.designations(self.connection, desk)
        return [self.designation(one) for one in known]

    def candidates(self) -> list[Shape]:
        """Whom the custodian may designate for the desk; nobody else is told."""
        desk = self.custody
        if desk is None:
            return []
        found = self.office.holding(Role.DESK_OFFICER, desk, self.on)
        return sorted(map(self.someone, found), key=lambda one: str(one["name"]))

    def designation(self, one: tickets.Designated) -> Shape:
        """A designation as GraphQL shows it."""
        officers = self.people.officers.get(one.owner, ())
        standing = any(
            officer.stands and (officer.member, officer.deputy) == (one.member, one.deputy)
            for officer in officers
        )
        [told] = self.office.log.load(self.connection, Designation, one.id)
        return {
            "__typename": "DeskDesignation",
            "id": str(one.id),
            "member": self.someone(one.member),
            "deputy": one.deputy,
            "basis": told.basis,
            "since": one.since,
            "until": one.until,
            "end_reason": told.end_reason,
            "stands": standing and one.stands_on(self.on),
        }

    def reads(self, first: int) -> list[Shape]:
        """The last reads of the desk's tickets, for its custodian; nobody else is told."""
        desk = self.custody
        if desk is None:
            return []
        found = self.office.reads.of_desk(desk, None, first)
        rows = {row["id"]: row for row in tickets.rows_of(self.connection, (desk,))}
        return [
            {
                "at": one.at,
                "member": self.someone(one.member),
                "ticket_code": rows[one.ticket]["code"],
                "with_identity": one.identity,
                "with_file": one.file,
            }
            for one in found
            if one.ticket in rows and not self.people.concerns(rows[one.ticket])
        ]


def _next_of(clocks: Iterable[Shape]) -> Shape | None:
    """The clock that ends first of those that run."""
    running = [one for one in clocks if one["done_on"] is None]
    return min(running, key=lambda one: str(one["due"]), default=None)


def _lines(kept: list[Shape]) -> tuple[Line, ...]:
    return tuple(Line(tuple(one["words"]), one["number"]) for one in kept)


def _statistics(kind: str, first_day: Any, last_day: Any, table: Table) -> Shape:
    few = table.total is None
    return {
        "__typename": kind,
        "first_day": first_day,
        "last_day": last_day,
        "total": table.total,
        "told": f"{SMALLEST}件未満" if few else f"{table.total}件",
        "told_en": f"fewer than {SMALLEST}" if few else str(table.total),
        "categories": [_line("categories", TicketCategory, one) for one in table.categories],
        "channels": [_line("channels", Channel, one) for one in table.channels],
    }


def _line(name: str, vocabulary: type[Word], line: Line) -> Shape:
    words = [vocabulary(word) for word in line.words]
    english = ", ".join(word.value.lower().replace("_", " ") for word in words)
    return {
        name: list(line.words),
        "number": line.number,
        "told": f"{'、'.join(word.ja for word in words)}：{line.number}件",
        "told_en": f"{english}: {line.number}",
    }


def words_of(ticket: Ticket) -> Iterable[str]:
    """All that was written in a ticket."""
    yield ticket.question
    yield from (one.text for one in ticket.said)
    yield from (one.name for one in ticket.persons)
    yield from (one.text for one in ticket.decided if one.text is not None)
    if ticket.welfare is not None:
        yield ticket.welfare


def receipt_shape(ticket: Ticket) -> Shape:
    """What a consulter is shown of a ticket: what passed between them and the desk, by days."""
    told = ticket.result_told_on is not None
    return {
        "__typename": "TicketReceipt",
        "status": ticket.status.value,
        "received_on": ticket.received_on,
        "question": ticket.question,
        "sayings": [
            {"from_desk": one.kind == "ANSWER", "text": one.text, "on": day_in_tokyo(one.at)}
            for one in ticket.said
            if one.kind in ("ANSWER", "MESSAGE")
        ],
        "files_received": sum(one.subject == ticket.consulter for one in ticket.files),
        "taken_up": ticket.taken_up,
        "outcome": ticket.outcome if told else None,
    }
