"""What is hidden changes no byte of any answer to a question, whoever of a party asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from tests.wall.amount import some
from tests.wall.asking import Document, require_alike
from tests.wall.pairs import VIEWERS, Pair, Worlds
from tests.wall.pools import LISTS, ROOTS, Pools
from tests.wall.reading import WIDE, arguments, asking, deep, every_id

Note = Callable[[Pair], None]

RIGHTS = "withRightsOf"
"""The argument by which an auditor looks as another party could."""
DEEPEST = {("MZ", root) for root in (*LISTS, "reports")}
"""For one viewer, the selections of lists are one level deeper than all others."""
FEW = {"MZ": 3, "PG": 33, "HD": 33, "EXT": 36}
"""Of how many values of an argument one is tried at each build, for each viewer."""
EVERY_MOMENT = {("MZ", "incidents")}
"""What is asked as of all of them: most of what was hidden or barred in between is an incident."""
MOMENTS = {"MZ": 2, "PG": 7, "HD": 7, "EXT": 7}
"""Of how many moments the past is asked as of one."""
ROLES = (
    "editor",
    "barrier_officer",
    "secretariat",
    "cco",
    "desk_officer",
    "custodian",
    "auditor",
    "administrator",
    "nobody",
    "stranger",
    "no token",
)
"""Who asks besides a member: some of them see less."""
UNTOUCHED = (
    "EXT member",
    "EXT administrator",
    "EXT custodian",
    "EXT nobody",
    "stranger",
    "no token",
)
"""Who may see nothing of two worlds in which all but the people of EXT differ."""


@pytest.mark.parametrize("root", ROOTS)
@pytest.mark.parametrize("viewer", VIEWERS)
def test_everything_below_a_root(worlds: Worlds, counted: Note, viewer: str, root: str) -> None:
    pair = worlds.pair(viewer)
    depth = 5 if (viewer, root) in DEEPEST else 4
    one_in = 1 if viewer == VIEWERS[0] else 2
    documents = some(deep(root, depth, pair.pools), one_in, start=VIEWERS.index(viewer))
    pair.ask(asking(root), documents, sound=True)
    counted(pair)


@pytest.mark.parametrize("root", [name for name, one in ROOTS.items() if "asOf" in one.args])
@pytest.mark.parametrize("viewer", VIEWERS)
def test_everything_below_a_root_in_the_past(
    worlds: Worlds, counted: Note, viewer: str, root: str
) -> None:
    pair = worlds.pair(viewer)
    place = [*ROOTS].index(root) + VIEWERS.index(viewer)
    one_in = 1 if (viewer, root) in EVERY_MOMENT else MOMENTS[viewer]
    for moment in some(pair.pools.moments[1:-1], one_in, start=place):
        given = {"asOf": {"at": moment.isoformat()}}
        pair.ask("member", deep(root, 3, pair.pools, given), sound=True)
    counted(pair)


@pytest.mark.parametrize("root", [name for name, one in ROOTS.items() if RIGHTS in one.args])
@pytest.mark.parametrize("viewer", VIEWERS)
def test_everything_that_others_could_see(
    worlds: Worlds, counted: Note, viewer: str, root: str
) -> None:
    """The viewer's auditor looks at the own records with the rights of each party."""
    pair = worlds.pair(viewer)
    place = [*ROOTS].index(root) + VIEWERS.index(viewer)
    for rights in some(pair.pools.rights(), 2 * MOMENTS[viewer], start=place):
        pair.ask("auditor", deep(root, 3, pair.pools, {RIGHTS: rights}))
    counted(pair)


@pytest.mark.parametrize("root", ROOTS)
@pytest.mark.parametrize("viewer", VIEWERS)
def test_every_argument_of_a_root(worlds: Worlds, counted: Note, viewer: str, root: str) -> None:
    pair = worlds.pair(viewer)
    pair.ask(asking(root), arguments(root, pair.pools, FEW[viewer], VIEWERS.index(viewer)))
    counted(pair)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_no_id_tells_whether_there_is_a_record(worlds: Worlds, counted: Note, viewer: str) -> None:
    pair = worlds.pair(viewer)
    pair.ask("member", some(every_id(pair.pools), 1), sound=True)
    counted(pair)


# ----- who asks ----------------------------------------------------------------------------------


def every_root(pools: Pools) -> Iterator[Document]:
    """Each root with what stands right below it."""
    for root in ROOTS:
        yield from deep(root, WIDE, pools)


@pytest.mark.parametrize("who", ROLES)
@pytest.mark.parametrize("viewer", VIEWERS)
def test_every_role_at_the_roots(worlds: Worlds, counted: Note, viewer: str, who: str) -> None:
    pair = worlds.pair(viewer)
    pair.ask(who, some(every_root(pair.pools), 6, start=ROLES.index(who)))
    counted(pair)


@pytest.mark.parametrize("root", ["members", "departments", "changes"])
@pytest.mark.parametrize("viewer", VIEWERS)
def test_who_administers_people_learns_of_no_others(
    worlds: Worlds, counted: Note, viewer: str, root: str
) -> None:
    pair = worlds.pair(viewer)
    pair.ask("administrator", arguments(root, pair.pools, 3))
    counted(pair)


@pytest.mark.parametrize("who", UNTOUCHED)
def test_who_may_see_nothing_tells_no_world_from_any_other(
    worlds: Worlds, counted: Note, who: str
) -> None:
    pair, pools = worlds.unlike(), worlds.pair("MZ").pools
    start = UNTOUCHED.index(who)
    pair.ask(who, some(every_root(pools), 1, start))
    pair.ask(who, some(every_id(pools), 1, start))
    if who in ("EXT member", "EXT administrator"):
        for root in ROOTS:
            pair.ask(who, arguments(root, pools, 12))
    counted(pair)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_what_another_asked_before_changes_nothing(
    worlds: Worlds, counted: Note, viewer: str
) -> None:
    """In each world the owner of what is hidden asks first; then the viewer asks the same, and once
    more in another writing, which nobody asked before."""
    with closing(worlds.fresh(viewer)) as pair:  # what others were shown is on record, for good
        for document in some(every_root(pair.pools), 1, start=VIEWERS.index(viewer)):
            answers = []
            for asked in (pair.a, pair.b):
                cast, people = asked.world.cast, asked.world.home.people
                asked.ask(people[f"{cast.owner} member"], document)
                answers.append(asked.ask(people[f"{viewer} member"], document))
            here, there = answers
            require_alike(document, here, there, f"{viewer} member, after {cast.owner}")
            anew = document._replace(text=f"{document.text} # {viewer}")
            fresh = pair.a.ask(pair.both("member")[0], anew)
            require_alike(document, here, fresh, f"{viewer} member, asking first")
        counted(pair)
