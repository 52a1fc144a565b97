"""What a viewer saw of one record, step by step and instant by instant; nothing is read."""

from __future__ import annotations

from typing import Any

from projections.clearance import Moment, Window
from projections.spans import end_of
from projections.timeline import Named, State, Step, Turn, Version, steps, turns

NEVER = Moment(0, "0001-01-01")
LATER = Moment(99, "2023-12-31")


def window(since: Moment = NEVER, until: Moment = LATER) -> Window:
    return Window(since, until, "", "9999")


def day(number: int, hour: int = 0) -> str:
    """An instant in March 2023, in UTC: midnight is nine o'clock in Tokyo."""
    return f"2023-03-{number:02}T{hour:02}:00:00.000000Z"


def version(since: int, at: str, **others: Any) -> Version:
    given: dict[str, Any] = {"seen": True, "last_day": None, "digest": str(since), "author": "A"}
    return Version(since=since, at=at, **given | others)


def seen_at(found: list[Step]) -> list[tuple[str, bool]]:
    return [(step.at, step.version is not None) for step in sorted(found, key=lambda s: s.at)]


def told(found: list[Turn]) -> list[tuple[str, str | None, str | None, str | None]]:
    """Each turn: when, by whom, from which text to which."""
    return [(turn.at, turn.author, text_of(turn.old), text_of(turn.new)) for turn in found]


def text_of(state: State | None) -> str | None:
    return None if state is None else state.version.digest


def alone(*versions: Version, asked: Window | None = None) -> list[Turn]:
    return turns("own", {"own": steps(versions, asked or window())})


# ----- dated releases ----------------------------------------------------------------------------


def test_a_day_ends_at_midnight_in_tokyo() -> None:
    assert end_of("2023-03-01") == day(1, 15)


def test_a_dated_release_runs_out_without_any_fact() -> None:
    found = alone(version(1, day(1), last_day="2023-03-02"))
    assert told(found) == [(day(1), "A", None, "1"), (day(2, 15), None, "1", None)]


def test_what_was_written_after_it_ran_out_was_not_seen() -> None:
    dated = {"last_day": "2023-03-02"}
    found = steps([version(1, day(1), **dated), version(2, day(5), **dated)], window())
    assert seen_at(found) == [(day(1), True), (day(2, 15), False), (day(5), False)]


def test_a_new_version_at_the_very_end_of_the_day_is_not_seen() -> None:
    dated = {"last_day": "2023-03-02"}
    found = alone(version(1, day(1), **dated), version(2, day(2, 15), **dated))
    assert told(found)[1:] == [(day(2, 15), None, "1", None)]


def test_what_is_released_again_as_it_runs_out_stays_in_sight() -> None:
    found = alone(
        version(1, day(1), last_day="2023-03-02", digest="same"),
        version(2, day(2, 15), digest="same", author="B"),
    )
    assert told(found) == [(day(1), "A", None, "same")]


def test_a_release_withdrawn_before_its_last_day_ends_then() -> None:
    found = alone(
        version(1, day(1), last_day="2023-03-20"), version(2, day(3), seen=False, author="B")
    )
    assert told(found)[1:] == [(day(3), "B", "1", None)]


def test_a_last_day_still_running_has_not_ended() -> None:
    dated = version(1, day(1), last_day="2023-03-02")
    running = window(until=Moment(9, "2023-03-02"))
    assert len(alone(dated, asked=running)) == 1
    assert len(alone(dated, asked=window(until=Moment(9, "2023-03-03")))) == 2


def test_a_window_that_begins_on_the_last_day_sees_it_end() -> None:
    dated = version(1, day(1), last_day="2023-03-02")
    assert len(alone(dated, asked=window(since=Moment(9, "2023-03-02")))) == 1
    assert alone(dated, asked=window(since=Moment(9, "2023-03-03"))) == []


# ----- instants ----------------------------------------------------------------------------------


def test_commands_of_one_instant_are_one_turn_of_the_last_who_changed_something() -> None:
    found = alone(
        version(1, day(1), digest="a"),
        version(2, day(2), digest="b", author="B"),
        version(3, day(2), digest="c", author="C"),
        version(4, day(2), digest="c", author="D"),
    )
    assert told(found)[1:] == [(day(2), "C", "a", "c")]


def test_there_and_back_at_one_instant_is_no_turn() -> None:
    found = alone(
        version(1, day(1), digest="a"),
        version(2, day(2), digest="b"),
        version(3, day(2), digest="a"),
    )
    assert len(found) == 1


def test_what_went_before_the_window_is_where_it_begins() -> None:
    found = alone(
        version(4, day(1), digest="a"),
        version(6, day(2), digest="b"),
        asked=window(since=Moment(5, "2023-03-01")),
    )
    assert told(found) == [(day(2), "A", "a", "b")]


def test_what_was_told_already_is_not_told_again_by_a_later_command_of_that_instant() -> None:
    first, last = version(4, day(1), digest="a"), version(5, day(1), digest="b", author="B")
    unseen = version(6, day(1), digest="b", author="C")
    told_already = window(since=Moment(4, "2023-03-01"))
    assert told(alone(first, last, unseen, asked=told_already)) == [(day(1), "B", "a", "b")]
    all_but_unseen = window(since=Moment(5, "2023-03-01"))
    assert alone(first, last, unseen, asked=all_but_unseen) == []


def test_a_change_that_does_not_show_is_no_turn() -> None:
    found = alone(
        version(1, day(1), seen=False),
        version(2, day(2), digest="a"),
        version(3, day(3), digest="a", author="B"),
        version(4, day(4), seen=False),
        version(5, day(5), seen=False),
    )
    assert told(found) == [(day(2), "A", None, "a"), (day(4), "A", "a", None)]


# ----- what a record names, and what it needs ----------------------------------------------------


def with_other(named: Named, *others: Version) -> list[Turn]:
    own = version(1, day(1), digest="a", named=named)
    return turns("own", {"own": steps([own], window()), "T": steps(others, window())})


def test_a_record_named_is_named_while_it_is_seen() -> None:
    found = with_other(
        (("of", "T"),),
        version(2, day(2), seen=False),
        version(3, day(3), author="B"),
        version(4, day(4), author="C"),
        version(5, day(5), seen=False, author="D"),
    )
    assert [(turn.at, turn.author, turn.new and turn.new.named) for turn in found] == [
        (day(1), "A", (("of", None),)),
        (day(3), "B", (("of", "T"),)),
        (day(5), "D", (("of", None),)),
    ]


def test_of_several_named_those_are_told_that_are_seen() -> None:
    found = with_other((("of", ("T", "hidden")), ("none", None)), version(2, day(2)))
    assert [turn.new and turn.new.named for turn in found] == [
        (("of", ()), ("none", None)),
        (("of", ("T",)), ("none", None)),
    ]


def test_what_needs_another_is_seen_with_it() -> None:
    link = version(2, day(2), digest="a", needs=("T",))
    gone = version(3, day(6), seen=False, author="B")
    end = [version(1, day(1), seen=False), version(4, day(4), author="C")]
    known = {"own": steps([link, gone], window()), "T": steps(end, window())}
    found = turns("own", known)
    assert told(found) == [(day(4), "C", None, "a"), (day(6), "B", "a", None)]
    assert [(turn.stood, turn.stands) for turn in found] == [(True, True), (True, False)]


def test_of_what_is_not_known_nothing_is_seen() -> None:
    assert turns("own", {}) == []
    assert turns("own", {"own": steps([version(1, day(1), needs=("T",))], window())}) == []
