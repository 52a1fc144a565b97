"""Incident rows against known incidents, and what the lines of a 関係事案 cell name."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from papers.matching.alike import Alike
from papers.matching.edits import ChangeIncident, ReportIncident
from papers.matching.findings import NEW_ROWS, PlanFindings
from papers.matching.known import Known, KnownIncident, code_in
from papers.matching.tally import Tally
from papers.reading.paper import IncidentRow, Place
from papers.reading.words import text_of
from projections.register.incidents import INCIDENTS

_BETWEEN: Final = re.compile(r"[、,，;；/／]")


@dataclass(slots=True)
class IncidentMatches:
    """The incident each row is about, known or new, and what is to be done."""

    ids: list[UUID] = field(default_factory=list)
    edits: list[ReportIncident | ChangeIncident] = field(default_factory=list)
    matched: set[UUID] = field(default_factory=set)


def match_incidents(
    rows: Iterable[IncidentRow],
    known: Known,
    findings: PlanFindings,
    tally: Tally,
    new_id: Callable[[], UUID],
) -> IncidentMatches:
    """Rows by number or code, else by their whole title among the party's own incidents."""
    rows = tuple(rows)
    found = _Finding(known, findings)
    by_row = found.of(rows)
    vanished = [one for one in known.own_incidents if one.id not in found.taken] if rows else []
    alike = Alike()
    matches = IncidentMatches(matched=set(found.taken))
    for row, incident in zip(rows, by_row, strict=True):
        if incident is None:
            candidate = _may_be(row, vanished, alike) if NEW_ROWS not in findings.allow else None
            if candidate is not None:
                findings.problem(
                    "incident-new-or-renamed", row.place, row.title, code=candidate.code
                )
            edit: ReportIncident | ChangeIncident = ReportIncident(new_id(), row)
            matches.ids.append(edit.incident)
            matches.edits.append(edit)
            tally.count("incidents", "new")
            continue
        matches.ids.append(incident.id)
        number = _new_number(row, incident)
        differs = _differs(row, incident)
        if incident.owner != known.party:
            tally.count("incidents", "passed_over")
            if differs or number is not None:
                findings.problem(
                    "other-party-row-changed",
                    row.place,
                    row.title,
                    code=incident.code,
                    detail_ja="内容",
                    detail_en="text",
                )
        elif differs or number is not None:
            matches.edits.append(ChangeIncident(incident.id, row, number))
            tally.count("incidents", "changed")
        else:
            tally.count("incidents", "unchanged")
    tally.vanish("incidents", [(one.code, one.title) for one in vanished], findings)
    return matches


class _Finding:
    def __init__(self, known: Known, findings: PlanFindings) -> None:
        self._findings = findings
        self._by_code = {one.code: one for one in known.incidents.values()}
        self._by_number: dict[str, list[KnownIncident]] = defaultdict(list)
        self._by_title: dict[str, list[KnownIncident]] = defaultdict(list)
        for one in known.own_incidents:
            self._by_title[one.title].append(one)
            if one.number is not None:
                self._by_number[one.number].append(one)
        self.taken: dict[UUID, Place] = {}

    def of(self, rows: tuple[IncidentRow, ...]) -> list[KnownIncident | None]:
        found = [self._numbered(row) for row in rows]
        for at, row in enumerate(rows):
            if found[at] is None:
                free = (one for one in self._by_title[row.title] if one.id not in self.taken)
                found[at] = next(free, None)
                self._take(row, found[at])
        return found

    def _numbered(self, row: IncidentRow) -> KnownIncident | None:
        if row.number is None:
            return None
        code = code_in(row.number, INCIDENTS)
        if code is not None and code in self._by_code:
            return self._take(row, self._by_code[code])
        named = self._by_number.get(row.number, [])
        if len(named) > 1:
            codes = "、".join(one.code for one in named)
            self._findings.problem("number-of-several", row.at("number"), row.number, detail=codes)
        if not named and code is not None:
            self._findings.problem("code-unknown", row.at("number"), row.number)
        return self._take(row, named[0]) if len(named) == 1 else None

    def _take(self, row: IncidentRow, incident: KnownIncident | None) -> KnownIncident | None:
        if incident is not None:
            first = self.taken.setdefault(incident.id, row.place)
            if first is not row.place:
                self._findings.problem("matched-twice", row.place, row.title, detail=str(first))
        return incident


def _new_number(row: IncidentRow, incident: KnownIncident) -> str | None:
    """A number the row gives the incident; a blank cell, or its code, gives none."""
    if row.number is None or row.number == incident.number:
        return None
    return None if code_in(row.number, INCIDENTS) == incident.code else row.number


def _differs(row: IncidentRow, incident: KnownIncident) -> bool:
    return (
        row.title != incident.title
        or ("group" in row.stated and row.group != incident.group)
        or ("reporting" in row.stated and row.reporting != incident.reporting)
    )


def _may_be(row: IncidentRow, vanished: list[KnownIncident], alike: Alike) -> KnownIncident | None:
    return alike.closest(row.title, ((one.title, one) for one in vanished))


class RelatedIncidents:
    """Finds the incidents a 関係事案 line names: a number, a code, a whole title, or a group.

    The file's own rows and the party's incidents go before what other parties have released.
    """

    def __init__(self, rows: Iterable[IncidentRow], matches: IncidentMatches, known: Known) -> None:
        self._own: dict[str, list[UUID]] = {}
        self._others: dict[str, list[UUID]] = {}
        self._told: set[tuple[str, Place]] = set()
        of_file = list(zip(rows, matches.ids, strict=True))
        for row, incident in of_file:
            self._one(row.number, incident)
        for one in known.own_incidents:
            self._one(one.number, one.id)
        for one in known.incidents.values():
            self._one(one.code, one.id)
        for row, incident in of_file:
            self._one(row.title, incident)
        for one in known.own_incidents:
            self._one(one.title, one.id)
        grouped: dict[str, dict[UUID, None]] = defaultdict(dict)
        restated = {incident for row, incident in of_file if "group" in row.stated}
        for row, incident in of_file:
            if row.group is not None:
                grouped[row.group][incident] = None
        for one in known.own_incidents:
            if one.group is not None and one.id not in restated:
                grouped[one.group][one.id] = None
        for group, incidents in grouped.items():
            self._own.setdefault(group, list(incidents))
        others = [one for one in known.incidents.values() if one.owner != known.party]
        for one in others:
            self._others.setdefault(one.title, [one.id])
        by_group: dict[str, list[UUID]] = defaultdict(list)
        for one in others:
            if one.group is not None:
                by_group[one.group].append(one.id)
        for group, ids in by_group.items():
            self._others.setdefault(group, ids)

    def _one(self, name: str | None, incident: UUID) -> None:
        if name is not None:
            self._own.setdefault(name, [incident])

    def named_by(
        self, lines: Iterable[tuple[str, Place]], findings: PlanFindings
    ) -> tuple[UUID, ...]:
        """The incidents of these lines and cells; an unknown name is one problem of its cell."""
        found: dict[UUID, None] = {}
        for line, place in lines:
            whole = self._of(line)
            names = [line] if whole else [part.strip() for part in _BETWEEN.split(line)]
            for name in filter(None, names):
                incidents = self._of(name)
                if not incidents and (name, place) not in self._told:
                    self._told.add((name, place))
                    findings.problem("unknown-incident", place, name)
                found.update(dict.fromkeys(incidents))
        return tuple(found)

    def _of(self, name: str) -> list[UUID]:
        plain = text_of(name)
        for known in (self._own, self._others):
            if (incidents := known.get(plain)) is not None:
                return incidents
        return []
