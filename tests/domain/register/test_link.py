"""What may become of a link between a cause and what it belongs to."""

from uuid import UUID

import pytest

from domain.refusals import WordIsUnknown
from domain.register.link import Link
from tests.story import BY_EDITOR, given, happened, then_begun, then_refused

CAUSE, TO = UUID(int=0xCA), UUID(int=0xC3)

MADE = happened(Link.Made, owner=2, cause=CAUSE, to=TO, to_kind="countermeasure")
UNDONE = happened(Link.Undone, reason="誤り")
REMADE = happened(Link.Remade, owner=3)


def make(to_kind: str) -> Link:
    return Link.make(owner=2, cause=CAUSE, to=TO, to_kind=to_kind, **BY_EDITOR)


@pytest.mark.parametrize("to_kind", ["incident", "countermeasure"])
def test_a_link_is_made_between_a_cause_and_another_record(to_kind: str) -> None:
    then_begun(lambda: make(to_kind), MADE.but(to_kind=to_kind))


def test_a_link_leads_to_an_incident_or_a_countermeasure_alone() -> None:
    then_refused(lambda: make("cause"), WordIsUnknown)


def test_a_link_is_one_between_two_ends() -> None:
    assert make("incident").id == Link.id_for(CAUSE, TO)
    assert Link.id_for(CAUSE, TO) != Link.id_for(TO, CAUSE)


def test_a_link_is_undone_with_or_without_a_reason() -> None:
    given(Link, MADE).when(lambda k: k.undo(reason="誤り", **BY_EDITOR)).then(UNDONE)
    given(Link, MADE).when(lambda k: k.undo(**BY_EDITOR)).then(UNDONE.but(reason=None))
    given(Link, MADE, UNDONE, REMADE).when(lambda k: k.undo(**BY_EDITOR)).then(
        UNDONE.but(reason=None)
    )


def test_an_undone_link_stays_undone() -> None:
    given(Link, MADE, UNDONE).when(lambda k: k.undo(**BY_EDITOR)).then_nothing()


def test_an_undone_link_is_made_again() -> None:
    given(Link, MADE, UNDONE).when(lambda k: k.remake(owner=3, **BY_EDITOR)).then(REMADE)


def test_a_standing_link_is_not_made_again() -> None:
    given(Link, MADE).when(lambda k: k.remake(owner=3, **BY_EDITOR)).then_nothing()
    given(Link, MADE, UNDONE, REMADE).when(lambda k: k.remake(owner=3, **BY_EDITOR)).then_nothing()
