"""Questions and changes that nobody thought of, and histories as long as one likes: by `make wall-long`."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from functools import cache
from random import Random
from typing import Final

import graphql
import hypothesis_graphql
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.grounds import examples
from tests.wall import changing
from tests.wall.asking import SCHEMA, Document
from tests.wall.histories import told_at_random
from tests.wall.pairs import VIEWERS, Pair, Worlds
from tests.wall.pools import EVER, ROOTS, Pools
from tests.wall.reading import WIDE, asking, deep, document, every_id
from tests.wall.story import WORDS

Note = Callable[[Pair], None]

QUESTIONS: Final = int(os.environ.get("SEKISHO_WALL_QUESTIONS", "100"))
"""How many documents a viewer asks at random, and how many changes."""
HISTORIES: Final = int(os.environ.get("SEKISHO_WALL_HISTORIES", "3"))
"""How many random histories a viewer looks at."""
STEPS: Final = int(os.environ.get("SEKISHO_WALL_STEPS", "40"))
"""How many changes everybody may know of happen in one of them."""
ASKING: Final = ("member", "editor", "cco", "auditor", "administrator", "nobody")
DEEPEST: Final = 6
"""Levels of a random document: of deeper ones the service takes none."""


def random_documents(pools: Pools, operation: str) -> st.SearchStrategy[str]:
    """Documents of the schema whose values are of both sides of the wall."""

    def text(*values: str) -> st.SearchStrategy[graphql.ValueNode]:
        return st.sampled_from(values).map(lambda value: graphql.StringValueNode(value=value))

    known = [*pools.visible, *pools.hidden]
    scalars: dict[str, st.SearchStrategy[graphql.ValueNode]] = {
        "ID": text(*known, *pools.ids()),
        "String": text(*WORDS.values(), "", "INC-0000-0000", *pools.codes()),
        "Int": st.integers(0, 60).map(lambda one: graphql.IntValueNode(value=str(one))),
        "Date": text("2023-01-31", "2023-02-18", "2024-04-01"),
        "DateTime": text(*(one.isoformat() for one in pools.moments)),
        "Decimal": text("3677", "-1"),
        "Upload": text(""),
    }
    every = getattr(hypothesis_graphql, operation)
    documents: st.SearchStrategy[str] = every(
        SCHEMA._schema, custom_scalars=scalars, allow_x00=False, allow_null=False, print_ast=cut
    )
    return documents


def cut(drawn: graphql.DocumentNode) -> str:
    """One operation, of one root field where it changes something, as deep as the service takes it."""
    [operation] = drawn.definitions
    assert isinstance(operation, graphql.OperationDefinitionNode)
    asked = operation.selection_set
    if operation.operation is graphql.OperationType.MUTATION:
        [changed, *_] = asked.selections
        assert isinstance(changed, graphql.FieldNode)
        whole = replace(changed, selection_set=_answer_of(changed.name.value))
        return graphql.print_ast(
            replace(operation, selection_set=replace(asked, selections=(whole,)))
        )
    return graphql.print_ast(replace(operation, selection_set=_cut(asked, DEEPEST)))


@cache
def _answer_of(mutation: str) -> graphql.SelectionSetNode | None:
    """All that a mutation answers."""
    text = changing.document(mutation, {}, "at random").text
    [operation] = graphql.parse(text).definitions
    assert isinstance(operation, graphql.OperationDefinitionNode)
    [changed] = operation.selection_set.selections
    assert isinstance(changed, graphql.FieldNode)
    return changed.selection_set


def _cut(selected: graphql.SelectionSetNode, depth: int) -> graphql.SelectionSetNode:
    if depth == 0:
        name = graphql.NameNode(value="__typename")
        return replace(selected, selections=(graphql.FieldNode(name=name),))
    some = []
    for one in selected.selections:
        if isinstance(one, graphql.FieldNode | graphql.InlineFragmentNode) and one.selection_set:
            deeper = depth - 1 if isinstance(one, graphql.FieldNode) else depth
            one = replace(one, selection_set=_cut(one.selection_set, deeper))
        some.append(one)
    return replace(selected, selections=tuple(some))


RANDOMLY: Final = settings(
    max_examples=examples(QUESTIONS),
    # What a failing document did to the worlds stays: smaller ones would be asked of others.
    phases=(Phase.generate,),
    suppress_health_check=tuple(HealthCheck),
)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_random_questions(worlds: Worlds, counted: Note, viewer: str) -> None:
    pair = worlds.pair(viewer)

    @RANDOMLY
    @given(random_documents(pair.pools, "queries"), st.sampled_from(ASKING))
    def ask(text: str, who: str) -> None:
        pair.ask(who, [Document("a random question", text, {})])

    ask()
    counted(pair)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_random_changes(worlds: Worlds, counted: Note, viewer: str) -> None:
    pools = worlds.pair(viewer).pools
    with closing(worlds.fresh(viewer)) as pair:

        @RANDOMLY
        @given(random_documents(pools, "mutations"), st.sampled_from(ASKING))
        def change(text: str, who: str) -> None:
            pair.ask(who, [Document("a random change", text, {})])

        change()
        for root in ROOTS:
            pair.ask(asking(root), deep(root, WIDE, pools))
        counted(pair)


@pytest.mark.parametrize("seed", range(HISTORIES))
@pytest.mark.parametrize("viewer", VIEWERS)
def test_random_histories(worlds: Worlds, counted: Note, viewer: str, seed: int) -> None:
    with closing(told_at_random(worlds, viewer, seed, STEPS)) as pair:
        pools = pair.pools
        for root in ROOTS:
            pair.ask(asking(root), deep(root, WIDE, pools), sound=True)
        pair.ask("member", every_id(pools))
        moments = Random(seed).sample(pools.moments, 3)
        for moment in moments:
            at = {"at": moment.isoformat()}
            for root, one in ROOTS.items():
                if "asOf" in one.args:
                    pair.ask("member", deep(root, WIDE, pools, {"asOf": at}))
            changed = "{ totalCount counts { kind count } nodes { kind recordId } }"
            pair.ask(
                "member",
                [
                    document("changes", changed, {"since": EVER, "until": at}),
                    document("changes", changed, {"since": at}),
                ],
            )
        counted(pair)
