"""How far a member has looked: never further than now, and never less far than before."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest

from domain.people.last_look import LastLook
from tests.story import BY_EDITOR, EDITOR, NOON, given, happened, then_begun

HOUR = timedelta(hours=1)
MARKED = happened(LastLook.Marked, owner=2, member=EDITOR, upto=NOON - 5 * HOUR)


def mark(upto: datetime) -> LastLook:
    return LastLook.mark(owner=2, member=EDITOR, upto=upto, at=NOON)


def test_a_member_says_up_to_when_they_have_looked() -> None:
    then_begun(lambda: mark(NOON - 5 * HOUR), MARKED)
    in_tokyo = (NOON - 5 * HOUR).astimezone(timezone(9 * HOUR))
    then_begun(lambda: mark(in_tokyo), MARKED)


def test_nobody_has_looked_further_than_now_nor_before_all_days() -> None:
    then_begun(lambda: mark(NOON + HOUR), MARKED.but(upto=NOON))
    before = datetime.min.replace(tzinfo=timezone(14 * HOUR))
    then_begun(lambda: mark(before), MARKED.but(upto=datetime(1, 1, 2, tzinfo=UTC)))


@pytest.mark.parametrize(("hours", "moved"), [(-6, None), (-5, None), (-4, -4), (0, 0), (1, 0)])
def test_what_was_seen_is_not_unseen(hours: int, moved: int | None) -> None:
    story = given(LastLook, MARKED).when(
        lambda one: one.move(upto=NOON + hours * HOUR, **BY_EDITOR)
    )
    story.then(*([] if moved is None else [happened(LastLook.Moved, upto=NOON + moved * HOUR)]))


def test_each_member_has_one_stream() -> None:
    assert LastLook.id_for(EDITOR) == LastLook.id_for(EDITOR) != LastLook.id_for(UUID(int=7))
