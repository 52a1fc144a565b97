"""What a desk tells in numbers, and that no small number follows from all of it.

Whoever wonders what was hidden knows the rule, and every publication. What they can know is what is alike in all
worlds that would have led to the same publications: here they are gone through, all of them where they are few,
and else one is made for each thing that must stay possible.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations, count, pairwise, product
from typing import Final

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.calendar import month_end, months_after
from domain.desk.clocks import Limit
from domain.desk.refusals import (
    PeriodIsNotOver,
    PeriodIsNotSettled,
    PeriodIsNotWhole,
    PeriodWasPublished,
)
from domain.desk.statistics import (
    CATEGORIES,
    CHANNELS,
    SMALLEST,
    Line,
    Period,
    Table,
    Terms,
    merged,
    table_of,
)
from domain.desk.words import Channel, TicketCategory
from domain.refusals import PeriodEndsBeforeItBegins, Refusal
from tests.story import then_refused

FEW: Final = tuple(range(SMALLEST))
"""What is never told apart."""
WORDS: Final = ("a", "b", "c", "d", "e", "f")
Counts = dict[str, int]


def lines(told: Sequence[Line]) -> dict[str, int]:
    """Lines by their words, written together."""
    return {"+".join(line.words): line.number for line in told}


def splits(total: int, ways: int) -> Iterator[tuple[int, ...]]:
    """Every way to split a number among so many."""
    for bars in combinations(range(total + ways - 1), ways - 1):
        edges = (-1, *bars, total + ways - 1)
        yield tuple(after - before - 1 for before, after in pairwise(edges))


# ----- what is told -----------------------------------------------------------------------------


def test_what_is_told_is_five_or_more_and_the_small_are_merged() -> None:
    told = merged({"a": 20, "b": 10, "c": 3, "d": 2, "e": 0, "f": 1}, WORDS)
    assert lines(told) == {"a": 20, "b": 10, "c+d+e+f": 6}


def test_where_all_have_five_nothing_is_merged() -> None:
    assert lines(merged({"a": 5, "b": 7, "c": 9}, WORDS[:3])) == {"a": 5, "b": 7, "c": 9}


def test_one_that_is_small_takes_others_along_the_last_first_and_whatever_their_size() -> None:
    assert lines(merged({"a": 30, "b": 6, "c": 4, "d": 90}, WORDS[:4])) == {
        "a": 30,
        "b": 6,
        "c+d": 94,
    }
    assert lines(merged({"a": 30, "b": 6, "c": 90, "d": 4}, WORDS[:4])) == {
        "a": 30,
        "b": 6,
        "c+d": 94,
    }
    assert lines(merged({"a": 30, "b": 6, "c": 5, "d": 2}, WORDS[:4])) == {"a": 30, "b+c+d": 13}


def test_what_nobody_asked_about_is_no_less_hidden_than_what_somebody_did() -> None:
    with_none = merged({"a": 30, "b": 20, "c": 0, "d": 0}, WORDS[:4])
    assert lines(with_none) == {"a": 30, "b+c+d": 20}
    assert with_none == merged({"a": 30, "b": 16, "c": 4, "d": 0}, WORDS[:4])


def test_two_that_are_small_are_not_told_by_their_sum_alone() -> None:
    """Eight of two that have four at most would be four and four."""
    assert lines(merged({"a": 30, "b": 20, "c": 4, "d": 4}, WORDS[:4])) == {"a": 30, "b+c+d": 28}
    assert lines(merged({"a": 30, "b": 4, "c": 4, "d": 4}, WORDS[:4])) == {"a+b+c+d": 42}
    assert lines(merged({"a": 30, "b": 4, "c": 4, "d": 0}, WORDS[:4])) == {"a": 30, "b+c+d": 8}


def test_fewer_than_five_tickets_are_not_told_at_all() -> None:
    for number in FEW:
        assert table_of([("SYSTEM", "PHONE")] * number) == Table(None)
    assert table_of([("SYSTEM", "PHONE")] * 5) == Table(
        5, (Line(CATEGORIES, 5),), (Line(CHANNELS, 5),)
    )


def test_a_table_tells_categories_and_channels_of_one_total() -> None:
    some = [("MAY_I_SEE", "PHONE")] * 12 + [("MAY_I_USE", "MAIL")] * 6 + [("SYSTEM", "PHONE")] * 3
    told = table_of([*some, ("CONDUCT", "PAGE"), ("OTHER", "COUNTER"), ("UNJUDGED", "MAIL")])
    assert told.total == 24
    assert lines(told.categories) == {
        "MAY_I_SEE": 12,
        "MAY_I_USE": 6,
        "I_SAW+SYSTEM+CONDUCT+HARASSMENT+UNJUDGED+OTHER": 6,
    }
    assert lines(told.channels) == {"PHONE": 15, "COUNTER+MAIL+PAGE": 9}


def test_every_word_has_its_place_in_the_order() -> None:
    assert set(CATEGORIES) == {word.value for word in TicketCategory}
    assert set(CHANNELS) == {word.value for word in Channel}
    assert len(CATEGORIES) == len(TicketCategory) and len(CHANNELS) == len(Channel)


# ----- what follows from it ---------------------------------------------------------------------


def told_of(counts: Sequence[int], words: Sequence[str]) -> object:
    """All that is told of one table: its total and its lines."""
    if sum(counts) < SMALLEST:
        return None
    return sum(counts), merged(dict(zip(words, counts, strict=True)), words)


@pytest.mark.parametrize(("ways", "most"), [(2, 60), (3, 40), (4, 30), (5, 21), (6, 17)])
def test_whatever_is_told_each_small_number_can_be_any_from_none_to_four(
    ways: int, most: int
) -> None:
    """All worlds with so many words and at most so many tickets."""
    words = WORDS[:ways]
    worlds: dict[object, list[tuple[int, ...]]] = defaultdict(list)
    for total in range(most + 1):
        for counts in splits(total, ways):
            worlds[told_of(counts, words)].append(counts)
    for told, alike in worlds.items():
        for word in range(ways):
            possible = {counts[word] for counts in alike}
            if min(possible) < SMALLEST:
                assert possible >= set(FEW), (told, words[word], possible)
    assert any(told is not None and len(told[1]) > 1 for told in worlds)  # type: ignore[index]  # a total and its lines


def test_no_sum_of_numbers_under_five_follows_either() -> None:
    """Nor any difference: whatever is told, two sums are possible of those words that can have fewer than five."""
    words = WORDS[:4]
    worlds: dict[object, list[tuple[int, ...]]] = defaultdict(list)
    for total in range(31):
        for counts in splits(total, 4):
            worlds[told_of(counts, words)].append(counts)
    for alike in worlds.values():
        for size in (1, 2, 3):
            for some in combinations(range(4), size):
                sums = {sum(counts[word] for word in some) for counts in alike}
                assert min(sums) >= SMALLEST or len(sums) > 1


def test_no_number_of_a_category_by_a_channel_follows_from_both_tables() -> None:
    """All worlds of three categories by two channels: each number of one by the other that may be under five
    can be another one as well, and so can those of the tables, in which the two hide nothing from each other."""
    cells = list(product("abc", "xy"))
    worlds: dict[object, list[tuple[int, ...]]] = defaultdict(list)
    for total in range(SMALLEST, 17):
        for counts in splits(total, len(cells)):
            sums = [Counter[str](), Counter[str]()]
            for names, number in zip(cells, counts, strict=True):
                for sum_of, word in zip(sums, names, strict=True):
                    sum_of[word] += number
            worlds[(total, merged(sums[0], "abc"), merged(sums[1], "xy"))].append(counts)
    for told, alike in worlds.items():
        for place in range(len(cells)):
            possible = {counts[place] for counts in alike}
            assert min(possible) >= SMALLEST or len(possible) > 1, told
        for table, words in enumerate(("abc", "xy")):
            for word in words:
                some = [n for n, names in enumerate(cells) if names[table] == word]
                sums_of = {sum(counts[n] for n in some) for counts in alike}
                assert min(sums_of) >= SMALLEST or sums_of >= set(FEW), told


NUMBERS = st.one_of(st.integers(0, 6), st.integers(0, 3), st.integers(0, 60))


def another_world(counts: Counts, words: Sequence[str], word: str, number: int) -> Counts:
    """A world in which this small word had that number, as the reason in the module's docstring makes it."""
    told = merged(counts, words)
    group = list(next(line.words for line in told if word in line.words))
    whole, standing = sum(counts[one] for one in group), set(words) - set(group)
    others = [one for one in group if one != word]
    if standing and all(counts[one] < SMALLEST for one in group):
        made, left = {word: number}, whole - number
        for one in others:
            made[one] = min(left, SMALLEST - 1)
            left -= made[one]
        assert left == 0
    elif standing:
        taken = next(one for one in reversed(words) if counts[one] >= SMALLEST)
        made = dict.fromkeys(others, 0) | {word: number, taken: whole - number}
    else:
        made = dict.fromkeys(others, 0) | {word: number, others[0]: whole - number}
    return counts | made


@given(
    st.sampled_from((CATEGORIES, CHANNELS)).flatmap(
        lambda words: st.fixed_dictionaries(dict.fromkeys(words, NUMBERS))
    ),
    st.data(),
)
def test_of_the_desks_own_words_too(counts: Counts, data: st.DataObject) -> None:
    words = CATEGORIES if len(counts) == len(CATEGORIES) else CHANNELS
    small = [word for word in words if counts[word] < SMALLEST]
    assume(small and sum(counts.values()) >= SMALLEST)
    told = merged(counts, words)
    assert sum(line.number for line in told) == sum(counts.values())
    assert sorted(word for line in told for word in line.words) == sorted(words)
    assert all(line.number >= SMALLEST for line in told)
    word = data.draw(st.sampled_from(small))
    for number in FEW:
        other = another_world(counts, words, word, number)
        assert other[word] == number and min(other.values()) >= 0
        assert merged(other, words) == told


# ----- of which periods -------------------------------------------------------------------------

TODAY = date(2023, 4, 21)
MARCH = Period(date(2023, 3, 1), date(2023, 3, 31))
QUARTER = Period(date(2023, 1, 1), date(2023, 3, 31))


TWENTY = Limit(20)


def terms(period: Period, *published: Period, decide: Limit = TWENTY) -> Terms:
    return Terms(period, published, decide, lambda day: day.weekday() < 5)


def refused(period: Terms, refusal: type[Refusal], on: date = TODAY, **details: object) -> None:
    then_refused(lambda: period.require(on), refusal, **details)  # type: ignore[arg-type,return-value]  # nothing begins


def test_a_period_is_made_of_whole_months() -> None:
    for first, last in (
        (date(2023, 3, 2), date(2023, 3, 31)),
        (date(2023, 3, 1), date(2023, 3, 30)),
        (date(2023, 2, 15), date(2023, 3, 15)),
        (date(2020, 2, 1), date(2020, 2, 28)),
    ):
        refused(terms(Period(first, last)), PeriodIsNotWhole, begins=first, ends=last)
    backwards = Period(date(2023, 3, 1), date(2023, 2, 28))
    refused(terms(backwards), PeriodEndsBeforeItBegins)
    for period in (MARCH, QUARTER, Period(date(2022, 4, 1), date(2023, 3, 31))):
        terms(period).require(TODAY)


def test_a_period_is_over_and_what_was_received_in_it_is_judged() -> None:
    for day in (date(2023, 3, 15), date(2023, 3, 31)):
        refused(terms(MARCH), PeriodIsNotOver, on=day)
    for day in (date(2023, 4, 1), date(2023, 4, 20)):
        refused(terms(MARCH), PeriodIsNotSettled, on=day, since=date(2023, 4, 21))
    for days in range(400):
        terms(MARCH).require(TODAY + timedelta(days=days))
    working = terms(MARCH, decide=Limit(20, "working_days"))
    refused(working, PeriodIsNotSettled, on=date(2023, 4, 28))
    working.require(date(2023, 4, 29))
    refused(terms(Period(date(9999, 12, 1), date.max)), PeriodIsNotOver)


def test_a_day_is_told_of_once() -> None:
    february = Period(date(2023, 2, 1), date(2023, 2, 28))
    for one in (MARCH, QUARTER, Period(date(2023, 3, 1), date(2023, 4, 30))):
        told = {"begins": one.first_day, "ends": one.last_day}
        refused(terms(MARCH, february, one), PeriodWasPublished, **told)
    refused(terms(QUARTER, MARCH), PeriodWasPublished)
    terms(MARCH, february, Period(date(2022, 4, 1), date(2023, 1, 31))).require(TODAY)


Received = tuple[int, str, str]
"""A ticket: how many months before today's it came, of which category, by which channel."""
A_TICKET = st.tuples(
    st.integers(1, 4),
    st.sampled_from(("MAY_I_SEE", "MAY_I_SEE", "MAY_I_USE", "SYSTEM", "OTHER")),
    st.sampled_from(("PHONE", "PHONE", "MAIL", "PAGE")),
)
A_SPAN = st.tuples(st.integers(-1, 4), st.integers(-1, 4))


def span(from_months: int, to_months: int) -> Period:
    """A period from the beginning of a month to the end of a later one, both counted back from today's."""
    begins, ends = (months_after(date(2023, 5, 1), -months) for months in (from_months, to_months))
    return Period(begins, month_end(ends.year, ends.month))


def published(tickets: Sequence[Received], spans: Sequence[Period]) -> list[object]:
    """All that is told when a desk with these tickets is asked to publish one period after the other."""
    told: list[object] = []
    done: list[Period] = []
    for period in spans:
        try:
            terms(period, *done).require(date(2023, 5, 21))
        except Refusal as refusal:
            told.append((refusal.code, refusal.details))
        else:
            done.append(period)
            inside = [(c, by) for back, c, by in tickets if _is_in(period, back)]
            told.append((period, table_of(inside)))
    return told


def _is_in(period: Period, back: int) -> bool:
    return period.first_day <= months_after(date(2023, 5, 15), -back) <= period.last_day


@given(
    st.lists(A_TICKET, max_size=60),
    st.lists(A_SPAN.map(lambda ends: span(*ends)), min_size=1, max_size=6),
    st.data(),
)
def test_all_publications_together_tell_no_more_than_each(
    tickets: list[Received], spans: list[Period], data: st.DataObject
) -> None:
    """However they are cut and in whatever order: a number that is hidden in one of them can be any from none to
    four, and all of them, with all that is refused, are the same to the last number."""
    told = published(tickets, spans)
    done = [one[0] for one in told if isinstance(one, tuple) and isinstance(one[0], Period)]
    assert all(not one.overlaps(other) for one, other in combinations(done, 2))
    assume(done)
    period = data.draw(st.sampled_from(done))
    inside = [one for one in tickets if _is_in(period, one[0])]
    counts = {word: sum(one[1] == word for one in inside) for word in CATEGORIES}
    word = data.draw(st.sampled_from(CATEGORIES))
    assume(counts[word] < SMALLEST)
    rest = [one for one in tickets if not _is_in(period, one[0])]
    back = next(months for months in count() if _is_in(period, months))
    for number in FEW:
        if len(inside) < SMALLEST:
            other = [*rest, *[(back, word, "PHONE")] * number]
        else:
            made = another_world(counts, CATEGORIES, word, number)
            labels = [one for one, times in made.items() for _ in range(times)]
            other = [*rest, *((b, one, by) for one, (b, _, by) in zip(labels, inside, strict=True))]
        assert published(other, spans) == told
