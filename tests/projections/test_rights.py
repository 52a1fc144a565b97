"""What another party was shown of one's own records, over random histories: as it was shown it then."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from projections.all import PAIRS, VIEWS
from projections.clearance import Clearance, Moment
from projections.people.parties import PARTIES
from projections.register.agendas import ACTION_ITEMS, AGENDA_ITEMS, MINUTES
from projections.register.causes import CAUSES
from projections.register.countermeasures import COUNTERMEASURES
from projections.register.incidents import INCIDENTS
from projections.register.links import LINKS
from projections.register.meetings import REVIEW_MEETINGS
from projections.rights import Rights, pairs_visible_to, visible_to
from projections.told import admit
from projections.view import bit
from tests.grounds import examples
from tests.houses import MZ, PG, Home, Template
from tests.projections.play import RELEASING, Book, Sight, Step, histories, play, sight


@pytest.fixture(scope="module")
def lent(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A house that is made new for each example of a property."""
    opened = template.copied_to(tmp_path_factory.mktemp("lent"))
    yield opened
    opened.close()


def with_rights(
    connection: sa.Connection, clearance: Clearance, rights: Rights, moment: Moment | None
) -> Sight:
    """All that one's own party would have shown to another one with these rights."""
    admit(connection, clearance)
    found: Sight = {}
    for view in VIEWS:
        rows = connection.execute(sa.select(visible_to(view, clearance, rights, moment)))
        found[view.kind] = {row["id"]: dict(row) for row in rows.mappings()}
    for pairs in PAIRS:
        rows = connection.execute(sa.select(pairs_visible_to(pairs, clearance, rights, moment)))
        found[pairs.table.name] = {
            " ".join(map(str, pair.values())): dict(pair) for pair in rows.mappings()
        }
    return found


def of_owner(shown: Sight, owner: int) -> Sight:
    """What was shown of one party's own, with links and pairs whose ends are its own too."""
    own = {
        view.kind: {
            id_: row
            for id_, row in shown[view.kind].items()
            if view is PARTIES or row["owner"] == owner
        }
        for view in VIEWS
    }
    targets = own[INCIDENTS.kind] | own[COUNTERMEASURES.kind]
    own[LINKS.kind] = {
        id_: row
        for id_, row in own[LINKS.kind].items()
        if row["cause"] in own[CAUSES.kind] and row["target"] in targets
    }
    both = {id_ for id_, row in shown[REVIEW_MEETINGS.kind].items() if row["audience"] & bit(owner)}
    for said in (AGENDA_ITEMS, MINUTES, ACTION_ITEMS):
        own[said.kind] = {
            id_: row
            for id_, row in own[said.kind].items()
            if row["meeting"] in both
            and (row["about"] in both or row["about"] in own[row["about_kind"]])
        }
    for pairs in PAIRS:
        own[pairs.table.name] = {
            id_: row
            for id_, row in shown[pairs.table.name].items()
            if all(row[column] in own[view.kind] for column, view in pairs.ends.items())
        }
    return own


@settings(max_examples=examples(8))
@given(steps=histories(RELEASING, least=8, most=20), first=st.integers(0, 3))
def test_with_the_rights_of_a_moment_a_party_is_shown_what_it_was_shown_then(
    template: Template, lent: Home, steps: list[Step], first: int
) -> None:
    template.restore(home := lent)
    book, kept, earlier = Book(), [], home.moment()
    for count, step in enumerate(steps):
        play(home.log, home.clock, book, step, parties=(MZ, PG))
        moment = home.moment()
        rights = Rights(MZ, moment, moment.day)
        with home.log.reading() as connection:
            for asked in (moment, earlier):
                as_of = None if asked is moment else asked
                shown = sight(connection, home.clearance(MZ), as_of)
                kept.append((rights, asked, of_owner(shown, PG)))
        if count % 3 == 0:
            earlier = moment
    with home.log.reading() as connection:
        for rights, asked, shown in kept[first::4]:  # each question is a long one
            assert with_rights(connection, home.clearance(PG), rights, asked) == shown
        now = Rights(MZ, None, home.clearance(MZ).today)
        shown = of_owner(sight(connection, home.clearance(MZ)), PG)
        assert with_rights(connection, home.clearance(PG), now, None) == shown


def test_who_owns_nothing_is_shown_nothing(home: Home) -> None:
    nobody = Clearance(None, home.clearance(MZ).today)
    with home.log.reading() as connection:
        shown = with_rights(connection, nobody, Rights(PG, None, nobody.today), None)
    assert not any(shown.values())
