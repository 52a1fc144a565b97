"""Who may do what over GraphQL: every mutation by every role of the own party and of another.

Also what every mutation answers alike: to a repeat, to an old version, to what is not there. The
inputs are those of tests/api/minimal.py; a mutation without an entry there fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from graphql import GraphQLInputObjectType, get_named_type

from domain.people.roles import MAY, READS, Role
from tests.apart import DESK_MUTATIONS
from tests.api.annotating import ABSENT, MZ, PG
from tests.api.minimal import DONE, ENTRIES, SEVERAL, Entry, Given, World
from tests.api.stage import SCHEMA, Stage

_MUTATION = SCHEMA._schema.mutation_type
assert _MUTATION is not None
FIELDS = {name: one for name, one in _MUTATION.fields.items() if name not in DESK_MUTATIONS}
MUTATIONS = list(FIELDS)
STALE = "0" * 24
ADDING = {"addCategory", "withdrawRelease"}
"""What adds to a list of the party and takes nothing away: two who do so lose nothing. To close what is
open does not wait for what somebody else has changed."""


def command_of(mutation: str) -> str:
    return re.sub("([A-Z])", lambda capital: f"_{capital[1].lower()}", mutation)


def roles_of(mutation: str) -> frozenset[Role]:
    return MAY[command_of(mutation)]


def input_of(mutation: str) -> GraphQLInputObjectType:
    [argument] = FIELDS[mutation].args.values()
    given = get_named_type(argument.type)
    assert isinstance(given, GraphQLInputObjectType)
    return given


EXPECTING = [one for one in MUTATIONS if "expectedVersion" in input_of(one).fields]
EXPECTING_SEVERAL = [one for one in MUTATIONS if "expectedVersions" in input_of(one).fields]


def ids_in(mutation: str, given: Given) -> Iterator[tuple[str, str]]:
    """The ids an input names, with their fields."""
    kinds = input_of(mutation).fields
    for name, value in given.items():
        if get_named_type(kinds[name].type).name == "ID":
            for one in value if isinstance(value, list) else [value]:
                yield name, one


@pytest.fixture
def world(stage: Stage) -> World:
    return World(stage)


def entry(mutation: str) -> Entry:
    assert mutation in ENTRIES, f"give {mutation} an entry in tests/api/minimal.py"
    return ENTRIES[mutation]


def answer(world: World, party: int, role: str, mutation: str, given: Given) -> tuple[str, int]:
    """What was answered, and how many facts it took."""
    before = world.stage.facts()
    said = world.stage.do(
        world.people[party, role], mutation, **({"idempotencyKey": world.key()} | given)
    )
    if "messageEn" in said:
        assert said["message"] and said["messageEn"]
        assert world.stage.facts() == before, "a refusal changes nothing"
        return str(said["__typename"]), 0
    return DONE, world.stage.facts() - before


def test_every_mutation_is_a_command_that_somebody_may_give() -> None:
    assert [one for one in MUTATIONS if command_of(one) not in MAY] == []
    assert [one for one in MUTATIONS if one not in ENTRIES] == []
    assert ENTRIES.keys() <= set(MUTATIONS)


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_who_may_not_is_refused_and_who_may_is_not(world: World, mutation: str) -> None:
    given = entry(mutation).given(world)
    for role in sorted(frozenset(Role) - roles_of(mutation)):
        said, _ = answer(world, MZ, role, mutation, given)
        blind = role not in READS and any(ids_in(mutation, given))
        assert said in {"NotPermitted", "NoSuchRecord" if blind else "NotPermitted"}, role
    said, facts = answer(world, MZ, entry(mutation).by, mutation, given)
    assert (said, facts > 0) == (DONE, True), said
    for role in sorted(roles_of(mutation)):
        said, _ = answer(world, MZ, role, mutation, entry(mutation).given(world))
        assert said not in {"NotPermitted", "NotYourParty", "NoSuchRecord"}, role


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_who_has_no_role_any_more_does_nothing(world: World, mutation: str) -> None:
    given = entry(mutation).given(world)
    gone = world.enrolled(MZ, *roles_of(mutation))
    read = {"member": str(gone), "expectedVersion": world.version(str(gone))}
    world.made("administrator", "retireMember", **read, until="2023-06-30")
    world.people[MZ, "gone"] = gone
    said, _ = answer(world, MZ, "gone", mutation, given)
    sees = {"NotPermitted", "NoSuchRecord" if any(ids_in(mutation, given)) else "NotPermitted"}
    assert said in sees


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_another_party_changes_nothing_of_ours(world: World, mutation: str) -> None:
    """Hidden, a record is absent; released, it still belongs to its owner."""
    given = entry(mutation).given(world)
    named = list(ids_in(mutation, given))
    for role in sorted(roles_of(mutation)):
        if named:
            hidden = answer(world, PG, role, mutation, given)
            assert hidden == ("NoSuchRecord", 0), role
    released = [world.released(one) for _, one in named]
    for role in sorted(roles_of(mutation)):
        said, _ = answer(world, PG, role, mutation, given)
        assert said == entry(mutation).abroad, role
    if all(released) and entry(mutation).abroad != DONE:
        fields = {"acknowledgeReaders"} & input_of(mutation).fields.keys()
        readers = {name: ["PG"] for name in fields}
        said, _ = answer(world, MZ, entry(mutation).by, mutation, given | readers)
        assert said == DONE, "its owner may"


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_what_is_not_there_is_refused(world: World, mutation: str) -> None:
    given = entry(mutation).given(world)
    for name, _ in ids_in(mutation, given):
        for absent in (ABSENT, "nonsense"):
            wrong = [absent] if isinstance(given[name], list) else absent
            said, _ = answer(world, MZ, entry(mutation).by, mutation, given | {name: wrong})
            assert said == "NoSuchRecord", name


@pytest.mark.parametrize("mutation", EXPECTING)
def test_an_old_version_is_refused(world: World, mutation: str) -> None:
    given = entry(mutation).given(world) | {"expectedVersion": STALE}
    assert answer(world, MZ, entry(mutation).by, mutation, given)[0] == "StaleVersion"


@pytest.mark.parametrize("mutation", EXPECTING)
def test_a_version_must_be_said(mutation: str) -> None:
    assert str(input_of(mutation).fields["expectedVersion"].type) == "String!"


@pytest.mark.parametrize("mutation", EXPECTING_SEVERAL)
def test_an_old_version_among_several_is_refused(world: World, mutation: str) -> None:
    assert mutation in SEVERAL, f"say in tests/api/minimal.py of which records {mutation} is"
    several = SEVERAL[mutation]
    given = several.given(world)
    read = [world.version(one) for one in given[several.field]]
    for place in range(len(read)):
        old = [*read[:place], STALE, *read[place + 1 :]]
        said, _ = answer(world, MZ, several.by, mutation, given | {"expectedVersions": old})
        assert said == "StaleVersion"
    for few in ([], read[:-1], [*read, read[0]]):
        said, _ = answer(world, MZ, several.by, mutation, given | {"expectedVersions": few})
        assert said == "VersionsAreNotAsMany"
    said, facts = answer(world, MZ, several.by, mutation, given | {"expectedVersions": read})
    assert (said, facts > 0) == (DONE, True)


@pytest.mark.parametrize("mutation", sorted(set(MUTATIONS) - {*EXPECTING, *EXPECTING_SEVERAL}))
def test_what_expects_no_version_only_adds(world: World, mutation: str) -> None:
    """Whatever changes a record that stood is held to what the actor read of it."""
    given = entry(mutation).given(world)
    stood, position = world.streams(), world.stage.facts()
    assert answer(world, MZ, entry(mutation).by, mutation, given)[0] == DONE
    written = world.streams(behind=position)
    assert written and (mutation in ADDING or not written & stood)


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_a_repeat_is_answered_again_and_another_input_is_refused(
    world: World, mutation: str
) -> None:
    given = entry(mutation).given(world) | {"idempotencyKey": "once"}
    who = world.people[MZ, entry(mutation).by]
    first = world.stage.do(who, mutation, **given)
    facts = world.stage.facts()
    assert world.stage.do(who, mutation, **given) == first
    assert world.stage.facts() == facts
    for other in another(mutation, given):
        said = world.stage.do(who, mutation, **other)
        assert said["__typename"] == "KeyWasUsedForAnotherInput"
        assert world.stage.facts() == facts


def another(mutation: str, given: Given) -> Iterator[Given]:
    """The input in which one field says something else."""
    kinds = input_of(mutation).fields
    for name, value in given.items():
        kind: Any = get_named_type(kinds[name].type).name
        if name != "idempotencyKey" and kind in ("String", "ID") and isinstance(value, str):
            yield given | {name: ABSENT if kind == "ID" else f"{value}の別"}
