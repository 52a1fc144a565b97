"""Operation records, evidence and notes, step by step through the store."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Final
from uuid import UUID, uuid4

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from domain.files import File
from domain.kernel import Root
from domain.refusals import PeriodEndsBeforeItBegins, Refusal, TextIsEmpty, WordIsUnknown
from domain.register.evidence import Document, Evidence
from domain.register.note import Note
from domain.register.operation import OperationRecord
from domain.register.refusals import (
    EvidenceIsAFileOrADocument,
    EvidenceIsWithdrawn,
    NoteIsSomebodyElses,
    NoteIsWithdrawn,
    NumberIsNegative,
    OperationIsStillToCome,
    WithdrawalOfEvidenceNeedsItsReason,
)
from projections.register.evidence import EVIDENCE
from projections.register.notes import NOTES
from projections.register.operations import OPERATIONS
from tests.houses import MZ, PG, Home, Template
from tests.machines.harness import LINES, TEXTS, RecordMachine, empty, line, run, text
from tests.machines.test_records import LINES_OR_NONE, line_or_none
from tests.story import EDITOR, Asked

RECORD: Final = uuid4()
"""A record that is written about, whether it is there or not."""
DAYS = st.sampled_from((date(2023, 1, 1), date(2023, 2, 17), date(2023, 3, 31), date(2023, 12, 31)))
NUMBERS = st.sampled_from((None, 0, 4, 620, -1))
PEOPLE = st.sampled_from((EDITOR, UUID(int=0xED2)))
FILE: Final = File("実施記録.pdf", "application/pdf", 3, "ab" * 32)


class OperationMachine(RecordMachine):
    kind, view = OperationRecord, OPERATIONS

    def neighbour(self, asked: Asked) -> Root:
        return OperationRecord.record(
            id=uuid4(),
            owner=PG,
            kind="OTHER",
            title="隣の運用",
            period_from=date(2023, 1, 1),
            period_to=date(2023, 1, 1),
            countermeasures=(RECORD,),
            on=self.today,
            **asked,
        )

    @initialize(
        title=LINES.filter(str.strip),
        measures=st.lists(st.sampled_from((RECORD, UUID(int=7))), max_size=3),
    )
    def record(self, title: str, measures: list[UUID]) -> None:
        self.begin(
            lambda asked: OperationRecord.record(
                id=uuid4(),
                owner=MZ,
                kind="TRAINING",
                title=title,
                period_from=date(2023, 1, 1),
                period_to=date(2023, 3, 31),
                countermeasures=tuple(measures),
                on=self.today,
                **asked,
            ),
            owner=MZ,
            categories=(),
            kind="TRAINING",
            title=line(title),
            period_from=date(2023, 1, 1),
            period_to=date(2023, 3, 31),
            planned=None,
            done=None,
            people=None,
            result=None,
            countermeasures=tuple(dict.fromkeys(measures)),
        )

    @property
    def shown(self) -> dict[str, Any]:
        return super().shown | {
            "period_from": self.model["period_from"].isoformat(),
            "period_to": self.model["period_to"].isoformat(),
            "countermeasures": [str(one) for one in self.model["countermeasures"]],
        }

    @rule(
        kind=st.sampled_from(("AUDIT", "ID_CHECK", "？")),
        title=LINES,
        period=st.tuples(DAYS, DAYS),
        numbers=st.tuples(NUMBERS, NUMBERS, NUMBERS),
        result=TEXTS,
    )
    def revise(
        self,
        kind: str,
        title: str,
        period: tuple[date, date],
        numbers: tuple[int | None, int | None, int | None],
        result: str | None,
    ) -> None:
        first, last = period
        planned, done, people = numbers
        refused: type[Refusal] | None = None
        if last < first:
            refused = PeriodEndsBeforeItBegins
        elif -1 in numbers:
            refused = NumberIsNegative
        elif (done or text(result)) and first > self.today:
            refused = OperationIsStillToCome
        elif kind == "？":
            refused = WordIsUnknown
        elif not title.strip():
            refused = TextIsEmpty
        today = self.today
        self.step(
            lambda operation, asked: operation.revise(
                kind=kind,
                title=title,
                period_from=first,
                period_to=last,
                planned=planned,
                done=done,
                people=people,
                result=result,
                on=today,
                **asked,
            ),
            refused=refused,
            kind=kind,
            title=line(title),
            period_from=first,
            period_to=last,
            planned=planned,
            done=done,
            people=people,
            result=text(result),
        )


class EvidenceMachine(RecordMachine):
    kind, view = Evidence, EVIDENCE

    def __init__(self, template: Template, home: Home) -> None:
        super().__init__(template, home)
        self.columns: dict[str, Any] = {}
        self.reason: str | None = None

    def neighbour(self, asked: Asked) -> Root:
        return Evidence.attach(
            id=uuid4(),
            owner=PG,
            about=RECORD,
            about_kind="incident",
            title="隣の証跡",
            file=(FILE, "cd" * 32),
            **asked,
        )

    def _begin(self, title: str, columns: dict[str, Any], **what: Any) -> None:
        self.begin(
            lambda asked: Evidence.attach(
                id=uuid4(),
                owner=MZ,
                about=RECORD,
                about_kind="incident",
                title=title,
                categories=("PERSONAL",),
                **what,
                **asked,
            ),
            owner=MZ,
            categories=("PERSONAL",),
            about=RECORD,
            about_kind="incident",
            title=line(title),
            withdrawn=False,
        )
        nothing = dict.fromkeys(("number", "document_version", "place", "media_type", "sha256"))
        self.columns = nothing | {"size": None} | columns

    @initialize(
        title=LINES.filter(str.strip),
        name=LINES.filter(str.strip),
        place=LINES_OR_NONE,
        is_file=st.booleans(),
    )
    def attach(self, title: str, name: str, place: str | None, is_file: bool) -> None:
        if is_file:
            columns = {"name": FILE.name, "media_type": FILE.media_type, "size": 3}
            columns["sha256"] = FILE.sha256
            self._begin(title, columns, file=(FILE, "cd" * 32))
        else:
            cited = Document(name=name, number=place, version=place, place=place)
            kept = line_or_none(place)
            columns = {"name": line(name), "number": kept, "document_version": kept, "place": kept}
            self._begin(title, columns, document=cited)

    @property
    def shown(self) -> dict[str, Any]:
        about = {"about": str(RECORD), "withdrawal_reason": self.reason}
        return super().shown | self.columns | about

    @rule(title=LINES)
    def revise(self, title: str) -> None:
        same = line(title) == self.model["title"]
        gone = EvidenceIsWithdrawn if self.model["withdrawn"] and not same else None
        self.step(
            lambda evidence, asked: evidence.revise(title=title, **asked),
            refused=empty(title) or gone,
            title=line(title),
        )

    @rule(reason=TEXTS)
    def withdraw(self, reason: str | None) -> None:
        why = text(reason)
        refused: type[Refusal] | None = None
        if self.model["withdrawn"]:
            refused = None if why in (None, self.reason) else EvidenceIsWithdrawn
        elif why is None:
            refused = WithdrawalOfEvidenceNeedsItsReason
        else:
            self.reason = why
        self.step(
            lambda evidence, asked: evidence.withdraw(reason=reason, **asked),
            refused=refused,
            withdrawn=True,
        )

    @rule()
    def attach_nothing_or_both(self) -> None:
        cited = Document(name="手引", number=None, version=None, place=None)
        for what in ({}, {"file": (FILE, "cd" * 32), "document": cited}):
            self.refuse(
                lambda asked, what=what: Evidence.attach(  # type: ignore[misc]  # bound at once, in the loop
                    **{
                        "id": uuid4(),
                        "owner": MZ,
                        "about": RECORD,
                        "about_kind": "incident",
                        "title": "甲",
                        **what,
                        **asked,
                    }
                ),
                EvidenceIsAFileOrADocument,
            )


class NoteMachine(RecordMachine):
    kind, view = Note, NOTES
    unshown: ClassVar[frozenset[str]] = frozenset({"writer"})

    def neighbour(self, asked: Asked) -> Root:
        return Note.write(
            id=uuid4(), owner=PG, about=RECORD, about_kind="incident", text="隣のメモ", **asked
        )

    @initialize(written=TEXTS.filter(text))
    def write(self, written: str) -> None:
        self.begin(
            lambda asked: Note.write(
                id=uuid4(), owner=MZ, about=RECORD, about_kind="incident", text=written, **asked
            ),
            owner=MZ,
            categories=(),
            text=text(written),
            writer=EDITOR,
            withdrawn=False,
        )

    def refusal(self, by: UUID, otherwise: type[Refusal] | None = None) -> type[Refusal] | None:
        return NoteIsSomebodyElses if by != EDITOR else otherwise

    @rule(written=st.sampled_from(("甲", " 乙\r\n丙 ", "\n")), by=PEOPLE)
    def revise(self, written: str, by: UUID) -> None:
        refused: type[Refusal] | None = None
        if text(written) is None:
            refused = TextIsEmpty
        elif text(written) != self.model["text"]:
            refused = self.refusal(by, NoteIsWithdrawn if self.model["withdrawn"] else None)
        self.step(
            lambda note, asked: note.revise(text=written, **asked),
            refused=refused,
            by=by,
            text=text(written),
        )

    @rule(by=PEOPLE)
    def withdraw(self, by: UUID) -> None:
        self.step(
            lambda note, asked: note.withdraw(**asked),
            refused=None if self.model["withdrawn"] else self.refusal(by),
            by=by,
            withdrawn=True,
        )


def test_an_operation_record(template: Template) -> None:
    run(OperationMachine, template)


def test_evidence(template: Template) -> None:
    run(EvidenceMachine, template)


def test_a_note(template: Template) -> None:
    run(NoteMachine, template)
