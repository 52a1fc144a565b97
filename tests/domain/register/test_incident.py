"""What may become of an incident (事案)."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest

from domain.refusals import DayIsStillToCome, Refusal, TextHasLines
from domain.register.incident import Incident, IncidentStatus
from domain.register.refusals import (
    EarlyClosingNeedsItsReason,
    IncidentIsBeyondInvestigation,
    IncidentIsClosed,
    IncidentIsItsOwnRecurrence,
    IncidentIsNotClosed,
    IncidentIsNotUnderInvestigation,
    RecurrenceGoesInACircle,
    ReopeningNeedsItsReason,
)
from tests.story import (
    BY_EDITOR,
    SUBJECT,
    TODAY,
    Happened,
    given,
    happened,
    rebuilt,
    then_begun,
    then_refused,
)

EARLIER = UUID(int=0xEA)
A_DAY = date(2022, 11, 20)

REPORTED = happened(
    Incident.Reported,
    owner=2,
    title="マスキング不備による閲覧",
    group="新電力等のお客さま情報",
    summary="マスキング不備により、\n閲覧していた事案。",
    reporting="2/10報告済み",
    occurred_on=None,
    number="MZ-01",
    recurrence_of=None,
    categories=(),
)
DESCRIPTION = {
    name: REPORTED.details[name]
    for name in ("title", "group", "summary", "reporting", "occurred_on")
}
BEGUN = happened(Incident.InvestigationBegun)
CONFIRMED = happened(Incident.Confirmed)
CLOSED = happened(Incident.Closed, reason=None)
REOPENED = happened(Incident.Reopened, reason="新たな事実が判明したため")

PAST: dict[IncidentStatus, tuple[Happened, ...]] = {
    IncidentStatus.REPORTED: (REPORTED,),
    IncidentStatus.UNDER_INVESTIGATION: (REPORTED, BEGUN),
    IncidentStatus.CONFIRMED: (REPORTED, BEGUN, CONFIRMED),
    IncidentStatus.CLOSED: (REPORTED, BEGUN, CONFIRMED, CLOSED),
}


def report(
    *,
    recurrence_of: UUID | None = None,
    reporting: str = "2/10報告済み",
    occurred_on: date | None = None,
) -> Incident:
    return Incident.report(
        id=SUBJECT,
        owner=2,
        title=" マスキング不備による閲覧 ",
        group="新電力等のお客さま情報",
        summary="マスキング不備により、\r\n閲覧していた事案。",
        reporting=reporting,
        occurred_on=occurred_on,
        number="MZ-01",
        recurrence_of=recurrence_of,
        **BY_EDITOR,
    )


def test_an_incident_is_reported() -> None:
    then_begun(report, REPORTED)


def test_an_incident_is_reported_by_its_title_alone() -> None:
    then_begun(
        lambda: Incident.report(id=SUBJECT, owner=2, title="閲覧", **BY_EDITOR),
        REPORTED.but(title="閲覧", group=None, summary=None, reporting=None, number=None),
    )


def test_an_incident_is_reported_as_a_recurrence_of_an_earlier_one() -> None:
    then_begun(lambda: report(recurrence_of=EARLIER), REPORTED.but(recurrence_of=EARLIER))


def test_an_incident_is_not_reported_as_a_recurrence_of_itself() -> None:
    then_refused(lambda: report(recurrence_of=SUBJECT), IncidentIsItsOwnRecurrence)


def test_the_state_of_reporting_is_one_line() -> None:
    then_refused(lambda: report(reporting="2/10\n報告済み"), TextHasLines)


def test_an_incident_has_occurred_by_today() -> None:
    tomorrow = TODAY + timedelta(days=1)
    then_refused(lambda: report(occurred_on=tomorrow), DayIsStillToCome, day=tomorrow, today=TODAY)
    then_begun(lambda: report(occurred_on=TODAY), REPORTED.but(occurred_on=TODAY))
    (
        given(Incident, REPORTED)
        .when(lambda i: i.revise(**DESCRIPTION | {"occurred_on": tomorrow}, **BY_EDITOR))
        .then_refused(DayIsStillToCome)
    )


def test_a_day_that_was_kept_as_it_is_hinders_no_other_change() -> None:
    """Earlier versions took days to come."""
    ahead = DESCRIPTION | {"occurred_on": TODAY + timedelta(days=1)}
    reworded = ahead | {"title": "閲覧"}
    (
        given(Incident, REPORTED.but(**ahead))
        .when(lambda i: i.revise(**reworded, **BY_EDITOR))
        .then(happened(Incident.Revised, **reworded))
    )


# ----- its status -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "recorded"),
    [
        (IncidentStatus.REPORTED, (BEGUN,)),
        (IncidentStatus.UNDER_INVESTIGATION, ()),
        (IncidentStatus.CONFIRMED, IncidentIsBeyondInvestigation),
        (IncidentStatus.CLOSED, IncidentIsClosed),
    ],
)
def test_an_investigation_begins_with_a_reported_incident(
    before: IncidentStatus, recorded: tuple[Happened, ...] | type[Refusal]
) -> None:
    story = given(Incident, *PAST[before]).when(lambda i: i.begin_investigation(**BY_EDITOR))
    story.then(*recorded) if isinstance(recorded, tuple) else story.then_refused(recorded)


@pytest.mark.parametrize(
    ("before", "recorded"),
    [
        (IncidentStatus.REPORTED, IncidentIsNotUnderInvestigation),
        (IncidentStatus.UNDER_INVESTIGATION, (CONFIRMED,)),
        (IncidentStatus.CONFIRMED, ()),
        (IncidentStatus.CLOSED, IncidentIsClosed),
    ],
)
def test_an_incident_is_confirmed_out_of_an_investigation(
    before: IncidentStatus, recorded: tuple[Happened, ...] | type[Refusal]
) -> None:
    story = given(Incident, *PAST[before]).when(lambda i: i.confirm(**BY_EDITOR))
    story.then(*recorded) if isinstance(recorded, tuple) else story.then_refused(recorded)


@pytest.mark.parametrize(
    ("before", "recorded"),
    [
        (IncidentStatus.REPORTED, EarlyClosingNeedsItsReason),
        (IncidentStatus.UNDER_INVESTIGATION, EarlyClosingNeedsItsReason),
        (IncidentStatus.CONFIRMED, (CLOSED,)),
        (IncidentStatus.CLOSED, ()),
    ],
)
def test_a_confirmed_incident_closes_without_a_reason(
    before: IncidentStatus, recorded: tuple[Happened, ...] | type[Refusal]
) -> None:
    story = given(Incident, *PAST[before]).when(lambda i: i.close(reason=" ", **BY_EDITOR))
    story.then(*recorded) if isinstance(recorded, tuple) else story.then_refused(recorded)


@pytest.mark.parametrize(
    ("before", "recorded"),
    [
        (IncidentStatus.REPORTED, (CLOSED.but(reason="事案に該当しないため"),)),
        (IncidentStatus.UNDER_INVESTIGATION, (CLOSED.but(reason="事案に該当しないため"),)),
        (IncidentStatus.CONFIRMED, (CLOSED.but(reason="事案に該当しないため"),)),
    ],
)
def test_any_open_incident_closes_with_a_reason(
    before: IncidentStatus, recorded: tuple[Happened, ...]
) -> None:
    (
        given(Incident, *PAST[before])
        .when(lambda i: i.close(reason="事案に該当しないため", **BY_EDITOR))
        .then(*recorded)
    )


def test_another_reason_for_a_closing_is_not_dropped() -> None:
    """What is closed for a reason is closed: the same reason again, or none, changes nothing."""
    closed = CLOSED.but(reason="事案に該当しないため")
    for said in ("事案に該当しないため ", None):
        given(Incident, REPORTED, closed).when(
            lambda i, said=said: i.close(reason=said, **BY_EDITOR)  # type: ignore[misc]  # bound at once
        ).then_nothing()
    for past in (
        (REPORTED, closed),
        PAST[IncidentStatus.CLOSED],
        (REPORTED, closed, REOPENED, CLOSED),
    ):
        given(Incident, *past).when(lambda i: i.close(reason="重複", **BY_EDITOR)).then_refused(
            IncidentIsClosed, day=TODAY
        )
    again = happened(Incident.Closed, reason="事案に該当しないため")
    given(Incident, REPORTED, closed, REOPENED).when(
        lambda i: i.close(reason="事案に該当しないため", **BY_EDITOR)
    ).then(again)


@pytest.mark.parametrize("before", [*IncidentStatus])
def test_only_a_closed_incident_is_reopened(before: IncidentStatus) -> None:
    story = given(Incident, *PAST[before]).when(
        lambda i: i.reopen(reason="新たな事実が判明したため", **BY_EDITOR)
    )
    if before == IncidentStatus.CLOSED:
        story.then(REOPENED)
    else:
        story.then_refused(IncidentIsNotClosed)


def test_an_incident_is_reopened_with_a_reason() -> None:
    (
        given(Incident, *PAST[IncidentStatus.CLOSED])
        .when(lambda i: i.reopen(reason="\u3000", **BY_EDITOR))
        .then_refused(ReopeningNeedsItsReason)
    )


def test_a_reopened_incident_is_under_investigation() -> None:
    incident = rebuilt(Incident, *PAST[IncidentStatus.CLOSED], REOPENED)
    assert incident.status == IncidentStatus.UNDER_INVESTIGATION


# ----- its description --------------------------------------------------------------------------


def test_an_incident_is_described_anew() -> None:
    (
        given(Incident, REPORTED)
        .when(
            lambda i: i.revise(
                title="閲覧",
                group=None,
                summary=None,
                reporting="本日報告",
                occurred_on=A_DAY,
                **BY_EDITOR,
            )
        )
        .then(
            happened(
                Incident.Revised,
                title="閲覧",
                group=None,
                summary=None,
                reporting="本日報告",
                occurred_on=A_DAY,
            )
        )
    )


@pytest.mark.parametrize("past", [*PAST.values()])
def test_an_incident_described_the_same_is_left_as_it_is_even_closed(
    past: tuple[Happened, ...],
) -> None:
    given(Incident, *past).when(lambda i: i.revise(**DESCRIPTION, **BY_EDITOR)).then_nothing()


def test_an_incident_revised_twice_the_same_is_left_as_it_is() -> None:
    described = DESCRIPTION | {"title": "閲覧"}
    (
        given(Incident, REPORTED, happened(Incident.Revised, **described))
        .when(lambda i: i.revise(**described, **BY_EDITOR))
        .then_nothing()
    )


def test_an_incident_is_numbered_anew_or_not_at_all() -> None:
    numbered = happened(Incident.Numbered, number="MZ-02")
    (
        given(Incident, REPORTED)
        .when(lambda i: i.give_number(number="MZ-02", **BY_EDITOR))
        .then(numbered)
    )
    (
        given(Incident, REPORTED, numbered)
        .when(lambda i: i.give_number(number=" ", **BY_EDITOR))
        .then(numbered.but(number=None))
    )
    (
        given(Incident, REPORTED, numbered)
        .when(lambda i: i.give_number(number="MZ-02", **BY_EDITOR))
        .then_nothing()
    )


def test_an_incident_is_marked_as_a_recurrence() -> None:
    marked = happened(Incident.MarkedAsRecurrence, of=EARLIER)
    (
        given(Incident, REPORTED)
        .when(lambda i: i.mark_as_recurrence(of=EARLIER, **BY_EDITOR))
        .then(marked)
    )
    (
        given(Incident, REPORTED, marked)
        .when(lambda i: i.mark_as_recurrence(of=EARLIER, **BY_EDITOR))
        .then_nothing()
    )


def test_an_incident_is_not_a_recurrence_of_what_repeats_it() -> None:
    """However long the chain between both is."""
    for earlier in ((SUBJECT,), (UUID(int=0x20), SUBJECT), (SUBJECT, UUID(int=0x20))):
        (
            given(Incident, REPORTED)
            .when(lambda i, e=earlier: i.mark_as_recurrence(of=EARLIER, earlier=e, **BY_EDITOR))  # type: ignore[misc]  # bound at once
            .then_refused(RecurrenceGoesInACircle)
        )
    (
        given(Incident, REPORTED)
        .when(lambda i: i.mark_as_recurrence(of=EARLIER, earlier=(UUID(int=0x20),), **BY_EDITOR))
        .then(happened(Incident.MarkedAsRecurrence, of=EARLIER))
    )


def test_an_incident_is_not_a_recurrence_of_itself() -> None:
    (
        given(Incident, REPORTED)
        .when(lambda i: i.mark_as_recurrence(of=SUBJECT, **BY_EDITOR))
        .then_refused(IncidentIsItsOwnRecurrence)
    )


@pytest.mark.parametrize(
    "act",
    [
        lambda i: i.revise(**DESCRIPTION | {"title": "閲覧"}, **BY_EDITOR),
        lambda i: i.give_number(number="MZ-02", **BY_EDITOR),
        lambda i: i.mark_as_recurrence(of=EARLIER, **BY_EDITOR),
    ],
    ids=["revise", "give_number", "mark_as_recurrence"],
)
def test_a_closed_incident_changes_no_more(act: Callable[[Incident], None]) -> None:
    given(Incident, *PAST[IncidentStatus.CLOSED]).when(act).then_refused(IncidentIsClosed)
    assert given(Incident, *PAST[IncidentStatus.CLOSED], REOPENED).when(act).refusal is None


def test_a_closed_incident_is_still_judged() -> None:
    (
        given(Incident, *PAST[IncidentStatus.CLOSED])
        .when(lambda i: i.judge(categories=("PERSONAL",), **BY_EDITOR))
        .then(happened(Incident.Judged, categories=("PERSONAL",)))
    )
