"""Parties, departments and members, step by step through the store."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar
from uuid import UUID, uuid4

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from domain.kernel import Root
from domain.people.department import Department
from domain.people.member import Member
from domain.people.party import Party
from domain.people.refusals import (
    DepartmentBeginsLater,
    DepartmentHasMeasures,
    DepartmentIsClosed,
    DepartmentMergesIntoItself,
    DepartmentsAreOfTwoParties,
    MemberHasRetired,
    MemberServesAnotherParty,
    MergerIsInTheFuture,
    PartyBeginsLater,
    PartyCodeIsMalformed,
    PartyIsClosed,
    PartyNumberIsOutOfRange,
    RoleIsHeldLonger,
    RoleIsNotHeld,
)
from domain.people.roles import Grant
from domain.refusals import PeriodEndsBeforeItBegins, Refusal, WordIsUnknown
from projections.people.departments import DEPARTMENTS
from projections.people.members import MEMBERS
from projections.people.parties import PARTIES
from projections.view import EVERYONE
from tests.houses import MZ, PG, Home, Template
from tests.machines.harness import LINES, Machine, empty, iso, line, run
from tests.story import EDITOR, Asked

SINCE = date(2023, 1, 1)
A_DAY = timedelta(days=1)
DAYS_OF_NAMES = (SINCE, SINCE + A_DAY, date(2023, 2, 1), date(2024, 4, 1))
ENDS = st.sampled_from((date(2022, 12, 31), SINCE, date(2024, 3, 31)))


class PartyMachine(Machine):
    """Names are modelled as the list of what was said: the day, the name and the English one."""

    kind, view = Party, PARTIES

    def neighbour(self, asked: Asked) -> Root:
        return Party.found(number=11, code="NEXT", name="隣社", since=SINCE, **asked)

    @initialize(name=LINES.filter(str.strip), english=st.sampled_from((None, "", " A ")))
    def found(self, name: str, english: str | None) -> None:
        self.begin(
            lambda asked: Party.found(
                number=10, code="NEW10", name=name, name_en=english, since=SINCE, **asked
            ),
            number=10,
            code="NEW10",
            names=((SINCE, (line(name), line(english or "") or None)),),
            since=SINCE,
            until=None,
        )

    @property
    def shown(self) -> dict[str, Any]:
        return {
            "owner": 10,
            "audience": EVERYONE,
            "party_code": "NEW10",
            "code": self.row()["code"],
            "names": [
                {"since": str(since), "name": name, "name_en": english}
                for since, (name, english) in self.model["names"]
            ],
            "standing_since": iso(self.model["since"]),
            "standing_until": iso(self.model["until"]),
        }

    unshown: ClassVar[frozenset[str]] = frozenset({"since", "until", "names"})

    @rule(number=st.sampled_from((-1, 63)), code=st.sampled_from(("", "ab", "A" * 13)))
    def found_wrongly(self, number: int, code: str) -> None:
        self.refuse(
            lambda asked: Party.found(number=number, code="OK", name="名", since=SINCE, **asked),
            PartyNumberIsOutOfRange,
        )
        self.refuse(
            lambda asked: Party.found(number=12, code=code, name="名", since=SINCE, **asked),
            PartyCodeIsMalformed,
        )

    @rule(
        name=LINES,
        english=st.sampled_from((None, "A")),
        since=st.sampled_from((*DAYS_OF_NAMES, date(2022, 12, 31))),
    )
    def rename(self, name: str, english: str | None, since: date) -> None:
        said = line(name), english
        begun = [one for one in self.model["names"] if one[0] <= since]
        last = max((day for day, _ in begun), default=None)
        same = [names for day, names in begun if day == last][-1:] == [said]
        refused = empty(name)
        if refused is None and not same:
            if self.model["until"]:
                refused = PartyIsClosed
            elif since < SINCE:
                refused = PartyBeginsLater
        recorded = refused is None and not same
        self.step(
            lambda party, asked: party.rename(name=name, name_en=english, since=since, **asked),
            refused=refused,
            recorded=recorded,
            names=self.model["names"] + (((since, said),) if recorded else ()),
        )

    @rule(until=ENDS)
    def close(self, until: date) -> None:
        refused: type[Refusal] | None = None
        if self.model["until"] not in (None, until):
            refused = PartyIsClosed
        elif until < SINCE:
            refused = PeriodEndsBeforeItBegins
        self.step(
            lambda party, asked: party.close(until=until, **asked), refused=refused, until=until
        )


class DepartmentMachine(Machine):
    """Names are modelled as the list of what was said, day and name."""

    kind, view = Department, DEPARTMENTS
    unshown: ClassVar[frozenset[str]] = frozenset({"since", "until", "names", "merged_into"})

    def __init__(self, template: Template, home: Home) -> None:
        super().__init__(template, home)
        self.other = self._another(MZ)
        self.abroad = self._another(PG)

    def _another(self, party: int) -> UUID:
        with self.home.log.writing() as work:
            asked = Asked(by=EDITOR, at=work.now)
            one = Department.found(id=uuid4(), owner=party, name="後継部", since=SINCE, **asked)
            work.keep(one)
        return one.id

    def neighbour(self, asked: Asked) -> Root:
        return Department.found(id=uuid4(), owner=PG, name="隣部", since=SINCE, **asked)

    @initialize(name=LINES.filter(str.strip))
    def found(self, name: str) -> None:
        self.begin(
            lambda asked: Department.found(id=uuid4(), owner=MZ, name=name, since=SINCE, **asked),
            owner=MZ,
            names=((SINCE, line(name)),),
            since=SINCE,
            until=None,
            merged_into=None,
        )

    @property
    def shown(self) -> dict[str, Any]:
        return {
            "audience": 1 << MZ,
            "names": [f"{since} {name}" for since, name in self.model["names"]],
            "standing_since": iso(self.model["since"]),
            "standing_until": iso(self.model["until"]),
            "merged_into": self.model["merged_into"] and str(self.model["merged_into"]),
        }

    @rule(name=LINES, since=st.sampled_from((*DAYS_OF_NAMES, date(2022, 12, 31))))
    def rename(self, name: str, since: date) -> None:
        begun = [one for one in self.model["names"] if one[0] <= since]
        last = max((day for day, _ in begun), default=None)
        standing = [name for day, name in begun if day == last][-1:]
        refused = empty(name)
        same = standing == [line(name)]
        if refused is None and not same:
            if self.model["until"]:
                refused = DepartmentIsClosed
            elif since < SINCE:
                refused = DepartmentBeginsLater
        recorded = refused is None and not same
        said = ((since, line(name)),) if recorded else ()
        self.step(
            lambda one, asked: one.rename(name=name, since=since, **asked),
            refused=refused,
            recorded=recorded,
            names=self.model["names"] + said,
        )

    @rule(until=ENDS, measures=st.booleans())
    def close(self, until: date, measures: bool) -> None:
        refused: type[Refusal] | None = None
        if until == self.model["until"]:
            refused = None
        elif self.model["until"] is not None:
            refused = DepartmentIsClosed
        elif until < SINCE:
            refused = PeriodEndsBeforeItBegins
        elif measures:
            refused = DepartmentHasMeasures
        self.step(
            lambda one, asked: one.close(until=until, measures=measures, **asked),
            refused=refused,
            until=until,
        )

    @precondition(lambda self: self.changes > 1)
    @rule(
        days=st.sampled_from((0, 1, 30, 4000)), into=st.sampled_from(("other", "abroad", "itself"))
    )
    def merge(self, days: int, into: str) -> None:
        since = SINCE + timedelta(days=days)
        target = self.id if into == "itself" else getattr(self, into)
        refused: type[Refusal] | None = None
        same = (target, since - A_DAY) == (self.model["merged_into"], self.model["until"])
        if same:
            refused = None
        elif self.model["until"] is not None:
            refused = DepartmentIsClosed
        elif into == "itself":
            refused = DepartmentMergesIntoItself
        elif into == "abroad":
            refused = DepartmentsAreOfTwoParties
        elif since > self.today:
            refused = MergerIsInTheFuture
        elif days == 0:
            refused = PeriodEndsBeforeItBegins

        with self.home.log.writing() as work:
            other = work.load(Department, target)

        def act(one: Department, asked: Asked) -> None:
            one.merge_into(one if one.id == target else other, since=since, on=self.today, **asked)

        self.step(act, refused=refused, until=since - A_DAY, merged_into=target)


ENDLESS = 99
"""The last day of a grant without end, among days counted from SINCE."""

Held = tuple[int, str, UUID | None, int, int]
"""Party, role, department, first and last day."""

OFFICE = uuid4()


def day(number: int) -> date | None:
    return None if number == ENDLESS else SINCE + timedelta(days=number)


class MemberMachine(Machine):
    """Grants are modelled as spans of numbered days."""

    kind, view = Member, MEMBERS

    def __init__(self, template: Template, home: Home) -> None:
        super().__init__(template, home)
        self.held: list[Held] = []

    def neighbour(self, asked: Asked) -> Root:
        return Member.enrol(id=uuid4(), owner=PG, name="隣人", **asked)

    @initialize(name=LINES.filter(str.strip))
    def enrol(self, name: str) -> None:
        self.begin(
            lambda asked: Member.enrol(id=uuid4(), owner=MZ, name=name, **asked),
            owner=MZ,
            name=line(name),
            grants=(),
            retired=None,
        )

    @property
    def shown(self) -> dict[str, Any]:
        return {
            "grants": [
                {
                    "party": party,
                    "role": role,
                    "department": department and str(department),
                    "since": iso(day(first)),
                    "until": iso(day(last)),
                }
                for party, role, department, first, last in self.held
            ],
            "retired": iso(self.model["retired"]),
        }

    @rule(name=LINES)
    def rename(self, name: str) -> None:
        self.step(
            lambda member, asked: member.rename(name=name, **asked),
            refused=empty(name),
            name=line(name),
        )

    @rule(
        party=st.sampled_from((MZ, MZ, MZ, PG)),
        role=st.sampled_from(("editor", "editor", "editor", "member", "？")),
        department=st.sampled_from((None, None, OFFICE)),
        first=st.sampled_from((5, 3, 0)),
        last=st.sampled_from((8, ENDLESS, 4, 1)),
    )
    def grant(self, party: int, role: str, department: UUID | None, first: int, last: int) -> None:
        new = (party, role, department, first, last)
        covering = [h for h in self.held if h[:3] == new[:3] and h[3] <= first and last <= h[4]]
        covered = bool(covering)
        refused: type[Refusal] | None = None
        if role == "？":
            refused = WordIsUnknown
        elif last < first:
            refused = PeriodEndsBeforeItBegins
        elif party != MZ:
            refused = MemberServesAnotherParty
        elif covered and all(h[4] != last for h in covering):
            refused = RoleIsHeldLonger
        elif self.model["retired"] and not covered:
            refused = MemberHasRetired
        recorded = refused is None and not covered
        self._grants(
            lambda member, asked: member.grant(
                party=party,
                role=role,
                department=department,
                since=day(first),
                until=day(last),
                **asked,
            ),
            refused,
            [*self.held, new] if recorded else self.held,
            recorded,
        )

    @rule(
        party=st.sampled_from((MZ, MZ, MZ, PG)),
        role=st.sampled_from(("editor", "editor", "member")),
        department=st.sampled_from((None, None, OFFICE)),
        last=st.sampled_from((2, 4, 0, 8)),
    )
    def end(self, party: int, role: str, department: UUID | None, last: int) -> None:
        held = [h for h in self.held if h[:3] == (party, role, department)]
        ending = [h for h in held if h[4] > last]
        refused: type[Refusal] | None = None
        if not ending and not any(h[4] == last for h in held):
            refused = RoleIsNotHeld
        elif ending and last < min(h[3] for h in ending):
            refused = PeriodEndsBeforeItBegins
        after = [(*h[:4], last) if h in ending else h for h in self.held]
        self._grants(
            lambda member, asked: member.end(
                party=party, role=role, department=department, until=day(last), **asked
            ),
            refused,
            self.held if refused else after,
            bool(ending) and not refused,
        )

    @precondition(lambda self: self.changes > 3)
    @rule(last=st.sampled_from((4, 0, 8)))
    def retire(self, last: int) -> None:
        refused: type[Refusal] | None = None
        begins = min((h[3] for h in self.held), default=last)
        again = self.model["retired"] == day(last)
        if self.model["retired"] and not again:
            refused = MemberHasRetired
        elif last < begins and not again:
            refused = PeriodEndsBeforeItBegins
        if refused is None:
            self.held = [(*h[:4], min(h[4], last)) for h in self.held]
        changes: dict[str, Any] = (
            {} if refused else {"grants": self._as_grants(), "retired": day(last)}
        )
        self.step(
            lambda member, asked: member.retire(until=day(last), **asked),
            refused=refused,
            recorded=refused is None and not again,
            **changes,
        )

    def _grants(
        self, act: Any, refused: type[Refusal] | None, held: list[Held], recorded: bool
    ) -> None:
        self.held = held
        changes: dict[str, Any] = {} if refused else {"grants": self._as_grants()}
        self.step(act, refused=refused, recorded=recorded, **changes)

    def _as_grants(self) -> tuple[Any, ...]:
        return tuple(
            Grant(party, role, department, SINCE + timedelta(days=first), day(last))
            for party, role, department, first, last in self.held
        )


def test_a_party(template: Template) -> None:
    run(PartyMachine, template)


def test_a_department(template: Template) -> None:
    run(DepartmentMachine, template)


def test_a_member(template: Template) -> None:
    run(MemberMachine, template)
