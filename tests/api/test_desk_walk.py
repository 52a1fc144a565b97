"""What somebody met who walked through the desk for the first time."""

from __future__ import annotations

import pytest

from tests.api.test_desk import DRAFTS, AtTheDesk, drafted
from tests.desks import open_the_desk
from tests.houses import Home


@pytest.fixture
def at(home: Home) -> AtTheDesk:
    open_the_desk(home)
    return AtTheDesk(home)


def test_a_draft_that_was_taken_back_is_read_no_more(at: AtTheDesk) -> None:
    made = drafted(at, at.log()["code"], summary="書きすぎた一文")
    assert at.ask("MZ editor", DRAFTS)["incidentDrafts"]
    at.do("MZ handler", "withdrawDraft", draft=made["id"])
    assert at.ask("MZ editor", DRAFTS)["incidentDrafts"] == []
