"""Taxonomies, links and releases, step by step through the store."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar
from uuid import UUID, uuid4

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from domain.kernel import Root
from domain.refusals import Refusal, WordIsUnknown
from domain.register.incident import Incident
from domain.register.link import Link
from domain.register.refusals import (
    RecordIsUnjudged,
    ReleaseDoesNotStand,
    ReleaseEndsBeforeToday,
    ReleaseIsToItsOwnParty,
    ReleaseNeedsItsBasis,
    ReleaseStands,
)
from domain.register.release import Release
from domain.register.taxonomy import DEFAULT, Taxonomy
from projections.register.incidents import INCIDENTS
from projections.register.links import LINKS
from projections.register.releases import RELEASES
from projections.register.taxonomies import TAXONOMIES
from projections.view import EVERYONE
from tests.houses import HD, MZ, PG, Template
from tests.machines.harness import LINES, TEXTS, Machine, empty, iso, line, run, text
from tests.story import EDITOR, Asked


class TaxonomyMachine(Machine):
    kind, view = Taxonomy, TAXONOMIES

    def neighbour(self, asked: Asked) -> Root:
        return Taxonomy.found(owner=PG, **asked)

    @initialize(names=st.lists(LINES.filter(str.strip), max_size=4), default=st.booleans())
    def found(self, names: list[str], default: bool) -> None:
        given: dict[str, Any] = {} if default else {"categories_of_cause": tuple(names)}
        self.begin(
            lambda asked: Taxonomy.found(owner=MZ, **given, **asked),
            owner=MZ,
            categories_of_cause=DEFAULT if default else tuple(dict.fromkeys(map(line, names))),
        )

    @property
    def shown(self) -> dict[str, Any]:
        return {"audience": 1 << MZ, "names": list(self.model["categories_of_cause"])}

    unshown: ClassVar[frozenset[str]] = frozenset({"categories_of_cause"})

    @rule(name=st.one_of(LINES, st.sampled_from(DEFAULT)))
    def add(self, name: str) -> None:
        known = self.model["categories_of_cause"]
        new = () if line(name) in known else (line(name),)
        self.step(
            lambda taxonomy, asked: taxonomy.add(name=name, **asked),
            refused=empty(name),
            categories_of_cause=known + new,
        )


class LinkMachine(Machine):
    kind, view = Link, LINKS

    def neighbour(self, asked: Asked) -> Root:
        return Link.make(owner=PG, cause=uuid4(), to=uuid4(), to_kind="incident", **asked)

    @initialize(to_kind=st.sampled_from(("incident", "countermeasure")))
    def make(self, to_kind: str) -> None:
        self.ends = {"cause": uuid4(), "to": uuid4(), "to_kind": to_kind}
        self.begin(
            lambda asked: Link.make(owner=MZ, **self.ends, **asked),  # type: ignore[arg-type]  # one of each
            owner=MZ,
            stands=True,
        )

    @property
    def shown(self) -> dict[str, Any]:
        return {
            "cause": str(self.ends["cause"]),
            "target": str(self.ends["to"]),
            "target_kind": self.ends["to_kind"],
            "standing": self.model["stands"],
            "owner": self.model["owner"],
            "audience": EVERYONE,
        }

    unshown: ClassVar[frozenset[str]] = frozenset({"stands"})

    @rule()
    def make_wrongly(self) -> None:
        self.refuse(
            lambda asked: Link.make(owner=MZ, cause=uuid4(), to=uuid4(), to_kind="report", **asked),
            WordIsUnknown,
        )

    @rule(reason=TEXTS)
    def undo(self, reason: str | None) -> None:
        self.step(lambda link, asked: link.undo(reason=reason, **asked), stands=False)

    @rule(owner=st.sampled_from((MZ, PG)))
    def remake(self, owner: int) -> None:
        self.step(
            lambda link, asked: link.remake(owner=owner, **asked),
            stands=True,
            owner=self.model["owner"] if self.model["stands"] else owner,
        )


class ReleaseMachine(Machine):
    """The release of an incident to PG, and who then sees the incident."""

    kind, view = Release, RELEASES

    def neighbour(self, asked: Asked) -> Root:
        return Release.give(
            owner=MZ,
            record=self.record,
            kind="incident",
            to=HD,
            basis="隣の開示",
            categories=("NONE",),
            on=self.today,
            **asked,
        )

    @initialize(basis=TEXTS.filter(lambda one: bool(one)), days=st.sampled_from((None, 0, 2)))
    def give(self, basis: str, days: int | None) -> None:
        with self.home.log.writing() as work:
            case = Incident.report(id=uuid4(), owner=MZ, title="事案", by=EDITOR, at=work.now)
            work.keep(case)
        self.record: UUID = case.id
        until = self._until(days)
        self.begin(
            lambda asked: Release.give(
                owner=MZ, kind="incident", to=PG, **self._terms(basis, until, ("NONE",)), **asked
            ),
            owner=MZ,
            record=self.record,
            kind="incident",
            to=PG,
            basis=text(basis),
            until=until,
            withdrawn=False,
        )

    def _until(self, days: int | None) -> date | None:
        return None if days is None else self.today + timedelta(days=days)

    def _terms(self, basis: str, until: date | None, categories: tuple[str, ...]) -> dict[str, Any]:
        return {
            "record": self.record,
            "basis": basis,
            "until": until,
            "categories": categories,
            "on": self.today,
        }

    @property
    def shown(self) -> dict[str, Any]:
        return {
            "record": str(self.record),
            "record_kind": "incident",
            "to_party": PG,
            "until": iso(self.model["until"]),
            "standing": not self.model["withdrawn"],
            "audience": 1 << MZ,
        }

    unshown: ClassVar[frozenset[str]] = frozenset({"kind", "to", "withdrawn"})

    @property
    def stands(self) -> bool:
        until = self.model["until"]
        return not self.model["withdrawn"] and (until is None or self.today <= until)

    @rule(basis=TEXTS.filter(lambda one: one is not None))
    def give_wrongly(self, basis: str) -> None:
        wrong: list[tuple[type[Refusal], int, dict[str, Any]]] = [
            (ReleaseIsToItsOwnParty, MZ, self._terms("根拠", None, ("NONE",))),
            (RecordIsUnjudged, 3, self._terms("根拠", None, ())),
            (ReleaseEndsBeforeToday, 3, self._terms("根拠", self._until(-1), ("NONE",))),
            (ReleaseNeedsItsBasis, 3, self._terms(" ", None, ("NONE",))),
        ]
        for refusal, to, terms in wrong:
            self.refuse(
                lambda asked, to=to, terms=terms: Release.give(  # type: ignore[misc]  # bound at once, in the loop
                    owner=MZ, kind="incident", to=to, **terms, **asked
                ),
                refusal,
            )

    @rule(
        basis=TEXTS.filter(lambda one: one is not None),
        days=st.sampled_from((None, None, 0, 2, -1)),
        judged=st.sampled_from((True, True, True, False)),
    )
    def give_again(self, basis: str, days: int | None, judged: bool) -> None:
        until = self._until(days)
        same = (text(basis), until) == (self.model["basis"], self.model["until"])
        refused: type[Refusal] | None = None
        if not judged:
            refused = RecordIsUnjudged
        elif days == -1:
            refused = ReleaseEndsBeforeToday
        elif text(basis) is None:
            refused = ReleaseNeedsItsBasis
        elif self.stands and not same:
            refused = ReleaseStands
        terms = self._terms(basis, until, ("NONE",) if judged else ())
        del terms["record"]
        self.step(
            lambda release, asked: release.give_again(**terms, **asked),
            refused=refused,
            recorded=not self.stands,
            basis=text(basis),
            until=until,
            withdrawn=False,
        )

    @rule(reason=TEXTS)
    def withdraw(self, reason: str | None) -> None:
        self.step(
            lambda release, asked: release.withdraw(reason=reason, on=self.today, **asked),
            refused=None if self.stands else ReleaseDoesNotStand,
            withdrawn=True,
        )

    @invariant()
    def the_other_party_sees_the_record_while_the_release_stands(self) -> None:
        row = self.row(INCIDENTS, self.record)
        given = 0 if self.model["withdrawn"] else 1 << PG
        assert row["audience"] == 1 << MZ | 1 << HD | given
        assert row["dated"] == (given if self.model["until"] else 0)
        assert (str(self.record) in self.home.sees(INCIDENTS, PG)) == self.stands
        assert str(self.record) in self.home.sees(INCIDENTS, HD)
        assert str(self.record) not in self.home.sees(INCIDENTS, 3)


def test_a_taxonomy(template: Template) -> None:
    run(TaxonomyMachine, template)


def test_a_link(template: Template) -> None:
    run(LinkMachine, template)


def test_a_release(template: Template) -> None:
    run(ReleaseMachine, template)
