"""A state machine of one aggregate: each step a command through the store, beside a small model."""

from __future__ import annotations

import tempfile
from abc import abstractmethod
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, Final
from uuid import UUID, uuid4

import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from commands.office import day_in_tokyo
from domain.kernel import Root
from domain.refusals import Refusal, TextIsEmpty, WordIsUnknown
from domain.register.refusals import JudgementNamesNoCategory, NoneStandsAlone
from projections.view import Row, View
from tests.grounds import examples
from tests.houses import MZ, Home, Template
from tests.story import CCO, EDITOR, Asked

SETTINGS: Final = settings(
    max_examples=examples(15),
    stateful_step_count=35,
    suppress_health_check=(HealthCheck.too_slow, HealthCheck.filter_too_much),
)

LINES = st.sampled_from(("甲", "乙", " 甲 ", "ＩＤ", ""))
"""Short lines, some of them alike but for blanks, one of them blank."""
TEXTS = st.sampled_from((None, "", "甲", "一行目\n二行目", " 甲\r\n "))
DAYS = st.sampled_from((None, date(2023, 1, 10), date(2023, 2, 17), date(2023, 5, 1)))
PEOPLE = st.sampled_from((EDITOR, CCO))


def line(text: str) -> str:
    """A line as a fact keeps it."""
    return text.strip()


def text(written: str | None) -> str | None:
    """A long text as a fact keeps it."""
    return (written or "").strip().replace("\r\n", "\n") or None


def empty(written: str) -> type[Refusal] | None:
    """The refusal of a line that must not be blank."""
    return None if written.strip() else TextIsEmpty


def iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


class Machine(RuleBasedStateMachine):
    """One aggregate in a house of its own, and the model of what it must be.

    `model` holds attributes of the aggregate; `shown` says what its row holds. A neighbour of the
    same kind stands beside it and never changes.
    """

    kind: ClassVar[type[Root]]
    view: ClassVar[View]

    def __init__(self, template: Template, home: Home) -> None:
        super().__init__()
        template.restore(home)
        self.home = home
        self.id = uuid4()
        self.model: dict[str, Any] = {}
        self.changes = 0
        self._neighbour: Row = {}

    # ----- what a machine tells ---------------------------------------------------------------

    @property
    def shown(self) -> dict[str, Any]:
        """What the row holds, where it is not simply the model's value of the same name."""
        return {}

    unshown: ClassVar[frozenset[str]] = frozenset()
    """Attributes that no column shows."""

    @property
    def row_id(self) -> UUID:
        """The record whose row shows the aggregate."""
        return self.id

    @abstractmethod
    def neighbour(self, asked: Asked) -> Root:
        """Another aggregate of the same kind."""

    # ----- what a machine does ----------------------------------------------------------------

    @property
    def today(self) -> date:
        return day_in_tokyo(self.home.clock())

    def begin(self, create: Callable[[Asked], Root], **model: Any) -> None:
        """Begin the aggregate, and its neighbour in a command of its own."""
        for begun in (create, self.neighbour):
            with self.home.log.writing() as work:
                root = begun(Asked(by=EDITOR, at=work.now))
                work.keep(root)
            if begun is create:
                self.id = root.id
        self.model = model
        (self._neighbour,) = (row for row in self._rows() if row["id"] == str(root.id))

    def refuse(self, create: Callable[[Asked], Root], refusal: type[Refusal]) -> None:
        """Nothing begins like this."""
        said, facts = self._command(lambda work: work.keep(create(Asked(by=EDITOR, at=work.now))))
        assert (said, facts) == (refusal, 0)

    def step(
        self,
        act: Callable[[Any, Asked], None],
        *,
        refused: type[Refusal] | None = None,
        by: UUID = EDITOR,
        recorded: bool | None = None,
        **changes: Any,
    ) -> None:
        """Ask something of the aggregate: refused, or else the model changes like this.

        Nothing changed, nothing recorded; `recorded` tells where the model does not show it.
        """

        def command(work: Any) -> None:
            subject = work.load(self.kind, self.id)
            act(subject, Asked(by=by, at=work.now))
            work.keep(subject)

        said, facts = self._command(command)
        assert said is refused, f"{said} instead of {refused}"
        if refused:
            assert facts == 0
            return
        changed = any(self.model[name] != value for name, value in changes.items())
        assert facts == int(changed if recorded is None else recorded)
        self.model |= changes
        self.changes += facts

    def _command(self, command: Callable[[Any], None]) -> tuple[type[Refusal] | None, int]:
        """One transaction: the refusal it met, and by how much the log grew."""
        before, said = self.home.facts(), None
        try:
            with self.home.log.writing() as work:
                command(work)
        except Refusal as refusal:
            said = type(refusal)
        return said, self.home.facts() - before

    def _rows(self, *, past: bool = False) -> list[Row]:
        table = self.view.past if past else self.view.current
        with self.home.log.following() as connection:
            return [dict(row) for row in connection.execute(sa.select(table)).mappings()]

    def row(self, view: View | None = None, record: UUID | None = None) -> Row:
        """The current row, of this aggregate unless another is named."""
        table = (view or self.view).current
        with self.home.log.following() as connection:
            found = connection.execute(
                sa.select(table).where(table.c.id == str(record or self.row_id))
            ).mappings()
            return dict(found.one())

    # ----- what always holds ------------------------------------------------------------------

    @rule(hours=st.sampled_from((1, 24, 80)))
    def time_passes(self, hours: int) -> None:
        self.home.clock.pass_by(hours=hours)

    @invariant()
    def the_log_tells_what_the_model_knows(self) -> None:
        with self.home.log.writing() as work:
            subject = work.load(self.kind, self.id)
        assert {name: getattr(subject, name) for name in self.model} == self.model

    @invariant()
    def the_row_shows_what_the_model_knows(self) -> None:
        shown = self.shown
        plain = self.model.keys() - self.unshown - shown.keys()
        expected = shown | {name: self.model[name] for name in plain}
        row = self.row()
        assert {name: row[name] for name in expected} == expected

    @invariant()
    def the_row_changed_once_a_command_and_its_neighbour_never(self) -> None:
        past = [row for row in self._rows(past=True) if row["id"] == str(self.row_id)]
        assert len(past) == self.changes
        assert self._neighbour in self._rows()


class RecordMachine(Machine):
    """A machine of a record: its information categories are judged."""

    unshown: ClassVar[frozenset[str]] = frozenset()

    @property
    def shown(self) -> dict[str, Any]:
        return {
            "owner": MZ,
            "audience": 1 << MZ,
            "dated": 0,
            "categories": list(self.model["categories"]),
        }

    @rule(
        named=st.lists(
            st.sampled_from(("NETWORK_CUSTOMER", "PERSONAL", "NONE", "PERSONAL", "？")), max_size=3
        )
    )
    def judge(self, named: list[str]) -> None:
        refused: type[Refusal] | None = None
        if "？" in named:
            refused = WordIsUnknown
        elif "NONE" in named and set(named) != {"NONE"}:
            refused = NoneStandsAlone
        elif not named:
            refused = JudgementNamesNoCategory
        in_order = ("NETWORK_CUSTOMER", "PERSONAL", "NONE")
        self.step(
            lambda record, asked: record.judge(categories=tuple(named), **asked),
            refused=refused,
            categories=tuple(word for word in in_order if word in named),
        )


def run(machine: type[Machine], template: Template) -> None:
    """Run a machine in a house that is made new for each of its runs."""
    with tempfile.TemporaryDirectory(prefix="machine-") as folder:
        home = template.copied_to(Path(folder))
        run_state_machine_as_test(partial(machine, template, home), settings=SETTINGS)  # type: ignore[arg-type]  # all it does is call it
        home.close()
