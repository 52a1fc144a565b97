"""What an export says, an import says again: an exported register comes back with no new fact."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from commands.office import Desk
from commands.people.departments import found_department
from commands.register.causes import link_records, state_cause
from commands.register.countermeasures import propose_countermeasure, split_countermeasure
from commands.register.progress import report_progress
from commands.register.releases import release_record
from commands.register.schedules import period_of, set_schedule
from domain.people.roles import OPERATOR
from domain.register.countermeasure import Countermeasure
from domain.register.progress import Status
from domain.register.schedule import Schedule
from papers.importing import ImportResult
from papers.reading import words
from projections.register.causes import CAUSES
from projections.register.countermeasures import COUNTERMEASURES
from tests.grounds import examples
from tests.papers.house import FIRST_DAY, MZ, PAPER_DAY, PG, Clock, Office, a_house
from tests.papers.workbooks import Layout, Measure, Register, file_of, layouts, registers

pytestmark = pytest.mark.usefixtures("ground")  # its houses stand there

FORMATS: Sequence[Literal["xlsx", "csv"]] = ("xlsx", "csv")
SLOW = settings(
    deadline=None,
    max_examples=examples(25),
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate),  # a house for every example: shrinking takes minutes
)


def comes_back_unchanged(office: Office, member: UUID | None = None) -> None:
    """Both formats import again, today and a year on, and record nothing."""
    for format_ in FORMATS:
        data = office.export(format_, by=member)
        again = office.take(data, f"export.{format_}", by=member)
        assert (again.problems, again.facts) == ((), 0)


# ----- workbooks --------------------------------------------------------------------------------


def possible(register: Register, layout: Layout) -> Register:
    """The register as a fresh house can take it: what needs a reason has one, what operates
    continues, related incidents are those of the file, and no line holds a tab."""
    titles = {
        one.title
        for one in register.incidents
        if one.title.isalnum() and words.cell_of_text(one.title) == one.title
    }

    def measure(one: Measure) -> Measure:
        needs_reason = one.status in (Status.CANCELLED, Status.RISK_ACCEPTED)
        continues = one.status in (Status.OPERATING, Status.HANDED_OVER)
        if one.status == Status.SPLIT:
            one = replace(one, status=None)  # no sheet can split a measure
        if needs_reason and not (one.reason and "reason" in layout.roles):
            one = replace(one, status=None)
        if continues and not (one.continuing and "kind" in layout.roles):
            one = replace(one, status=None)
        return replace(
            one,
            title=untabbed(one.title),
            items=tuple(map(untabbed, one.items)),
            # A department is of the importing company, and answers for no other.
            department=None if one.party == "PG" else one.department and untabbed(one.department),
            incidents=tuple(sorted(titles))[: len(one.incidents)],
        )

    return replace(
        register,
        blocks=tuple(
            replace(
                block,
                cells=tuple(tuple(map(untabbed, cell)) for cell in block.cells),
                measures=tuple(map(measure, block.measures)),
            )
            for block in register.blocks
        ),
        incidents=tuple(replace(one, title=untabbed(one.title)) for one in register.incidents),
    )


def untabbed(line: str) -> str:
    return line.replace("\t", "・")


@SLOW
@given(registers(), layouts())
def test_a_workbook_imported_into_a_fresh_house_comes_back_through_export(
    register: Register, layout: Layout
) -> None:
    data, name = file_of(possible(register, layout), layout)
    with a_house() as office:
        first = office.take(data, name)
        assert first.problems == (), first.problems
        assert first.facts > 0
        assert nothing_new(office.take(data, name))
        comes_back_unchanged(office)
        office.clock.pass_days(370)
        late = office.take(data, name, written_on=PAPER_DAY.replace(year=2024))
        assert nothing_new(late)
        comes_back_unchanged(office)


def nothing_new(result: ImportResult) -> bool:
    assert result.problems == ()
    return result.facts == 0


# ----- registers kept by commands ---------------------------------------------------------------


@dataclass(frozen=True)
class Entry:
    """A countermeasure as commands keep it, with the causes (by place in a list) it answers."""

    mine: bool
    title: str
    items: tuple[str, ...]
    number: str | None
    remark: str | None
    kind: str | None
    continuing: bool | None
    wordings: tuple[str, ...]
    status: Status | None
    party: str
    department: str | None
    causes: tuple[int, ...]
    released: bool


@dataclass(frozen=True)
class Reason:
    """A cause as commands keep it."""

    mine: bool
    statement: str
    category: str | None
    number: str | None
    released: bool


_SPOILED = "\ufffe\uffff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029"
_AWKWARD = "-－〃同左上'=+@＝＋＠※*・●.1２)(①⑳ 　,\"（なし）a件数対策原因分類システム\\;|"


def is_line(text: str) -> bool:
    return bool(text.strip())


LINES = st.one_of(
    st.text(_AWKWARD, min_size=1, max_size=6),
    st.text(
        st.characters(exclude_categories=["Cc", "Cs"], exclude_characters=_SPOILED),
        min_size=1,
        max_size=20,
    ),
    st.sampled_from(
        ["-", "－", "〃", "同上", "同左", "（なし）", "=1+1", "'-", "''=x", "同じ", "①"]
    ),
).filter(is_line)
TEXTS = st.one_of(LINES, st.lists(LINES, min_size=2, max_size=3).map("\n".join))
NUMBERS = st.none() | st.sampled_from(["1", "M-1", "CM-AAAA-BBBB", "-", "〃", "①"]) | LINES
ENTRIES = st.builds(
    Entry,
    mine=st.booleans(),
    title=LINES,
    items=st.lists(LINES, max_size=3).map(tuple),
    number=NUMBERS,
    remark=st.none() | TEXTS,
    kind=st.sampled_from([None, "CORRECTION", "CORRECTIVE", "PREVENTIVE"]),
    continuing=st.sampled_from([None, True, False]),
    wordings=st.lists(
        st.sampled_from(["2023年4月～", "～2023年3月", "-", "", "同左", "来月", "検討"]) | TEXTS,
        max_size=2,
    ).map(tuple),
    status=st.none() | st.sampled_from(list(Status)),
    party=st.sampled_from(["HD", "PG", "MZ"]),
    department=st.none() | LINES,
    causes=st.lists(st.integers(0, 3), max_size=3).map(tuple),
    released=st.booleans(),
)
REASONS = st.builds(
    Reason,
    mine=st.booleans(),
    statement=LINES,
    category=st.none() | st.sampled_from(["システム", "-", "〃"]) | LINES,
    number=NUMBERS,
    released=st.booleans(),
)


def _split(desk: Desk, *, countermeasure: UUID, **_: object) -> Iterable[UUID]:
    schedule = desk.find(Schedule, Schedule.id_for(countermeasure))
    part = {"title": "二", "wording": "2023年度"}
    if schedule is not None and schedule.slips_to(period_of("2023年度", desk.today)):
        part["reason"] = "範囲が広い"  # it is asked for, and stays pending
    parts = ({"title": "一"}, part)
    return split_countermeasure(desk, countermeasure=countermeasure, parts=parts)


def _decided_elsewhere(
    desk: Desk, *, countermeasure: UUID, status: str, reason: str
) -> Iterable[UUID]:
    """What an editor does not decide alone."""
    measure = desk.load(Countermeasure, countermeasure)
    measure.report_progress(
        status=status, reason=reason, decided_elsewhere=True, by=desk.by, at=desk.now
    )
    return desk.keep(measure)


_TELLING: dict[Status, Callable[..., Iterable[UUID]]] = {
    Status.SPLIT: _split,
    Status.HANDED_OVER: _decided_elsewhere,
    Status.RISK_ACCEPTED: _decided_elsewhere,
}


class _Keeping:
    """Keeps entries by commands; PG's stand beside MZ's, some of them released to MZ."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._causes: list[tuple[UUID, Reason]] = []
        self._departments: dict[tuple[int, str], UUID] = {}

    def _by(self, mine: bool) -> UUID:
        return self._office.mz if mine else self._office.pg

    def cause(self, one: Reason) -> None:
        cause = self._office.do(
            self._by(one.mine),
            lambda desk: state_cause(
                desk,
                statement=one.statement,
                category=one.category,
                number=one.number,
                categories=("NONE",),
            ),
        )
        self._causes.append((cause, one))
        if one.released and not one.mine:
            self._office.do(
                self._office.pg,
                lambda desk: release_record(desk, CAUSES, record=cause, to=MZ, basis="公表"),
            )

    def measure(self, one: Entry) -> None:
        office, by = self._office, self._by(one.mine)
        own = one.party == ("MZ" if one.mine else "PG")
        department = self._department(MZ if one.mine else PG, one.department if own else None)
        measure = office.do(
            by,
            lambda desk: propose_countermeasure(
                desk,
                title=one.title,
                items=one.items,
                kind=one.kind,
                continuing=one.continuing,
                responsible_party=one.party,
                responsible_department=department,
                number=one.number,
                remark=one.remark,
                categories=("NONE",),
            ),
        )
        for at, wording in enumerate(one.wordings):
            moves = at > 0 and one.wordings[at - 1].strip() != wording.strip()
            self._schedule(measure, wording, by, "調整" if moves else None)
            if at + 1 < len(one.wordings):
                office.decide(of=measure)  # what is asked for at last stays pending
        if one.released and not one.mine:
            office.do(
                office.pg,
                lambda desk: release_record(
                    desk, COUNTERMEASURES, record=measure, to=MZ, basis="公表"
                ),
            )
        for at in one.causes:
            if at < len(self._causes):
                self._link(self._causes[at], measure, one)
        self._report(one, measure, by)

    def _schedule(self, measure: UUID, wording: str, by: UUID, reason: str | None) -> None:
        self._office.do(
            by,
            lambda desk: set_schedule(
                desk, countermeasure=measure, wording=wording, written_on=PAPER_DAY, reason=reason
            ),
        )

    def _report(self, one: Entry, measure: UUID, by: UUID) -> None:
        continues = one.status in (Status.OPERATING, Status.HANDED_OVER)
        if one.status is None or (continues and not one.continuing):
            return
        tell = _TELLING.get(one.status, report_progress)
        self._office.do(
            by,
            lambda desk: tell(desk, countermeasure=measure, status=one.status, reason="都合"),
            acknowledged=("MZ",),
        )

    def _link(self, cause: tuple[UUID, Reason], measure: UUID, one: Entry) -> None:
        """By a party that sees both ends."""
        stated = cause[1]
        for mine in (True, False):
            sees_cause = stated.mine is mine or (mine and stated.released)
            sees_measure = one.mine is mine or (mine and one.released)
            owns_one = mine in (stated.mine, one.mine)
            if sees_cause and sees_measure and owns_one:
                self._office.do(
                    self._by(mine), lambda desk: link_records(desk, cause=cause[0], record=measure)
                )
                return

    def _department(self, party: int, name: str | None) -> UUID | None:
        if name is None:
            return None
        at = (party, name.strip())
        if at not in self._departments:
            self._departments[at] = self._office.do(
                OPERATOR.member,
                lambda desk: found_department(desk, party=party, name=name, since=FIRST_DAY),
            )
        return self._departments[at]


@SLOW
@given(st.lists(REASONS, max_size=4), st.lists(ENTRIES, max_size=4))
def test_a_register_kept_by_commands_comes_back_through_export(
    causes: list[Reason], measures: list[Entry]
) -> None:
    with a_house(Clock()) as office:
        keeping = _Keeping(office)
        for cause in causes:
            keeping.cause(cause)
        for measure in measures:
            keeping.measure(measure)
        comes_back_unchanged(office)
        comes_back_unchanged(office, office.pg)
