"""A ticket, by given, when, then: receive, assess, address, conclude, erase."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.desk.contents import Said
from domain.desk.refusals import (
    DayIsBeforeTheTicket,
    DayIsLongAgo,
    NoSuchPerson,
    SubjectIsErased,
    TicketHasNewContent,
    TicketIsConcluded,
    TicketIsErased,
    TicketIsHeld,
    TicketIsNotAssessed,
    TicketIsNotConcluded,
)
from domain.desk.ticket import Ticket
from domain.desk.words import TicketStatus
from domain.refusals import (
    DayIsStillToCome,
    Refusal,
    TextHasControlCharacters,
    TextHasLines,
    TextIsEmpty,
    TextIsTooLong,
    WordIsUnknown,
)
from tests.story import (
    NOON,
    SUBJECT,
    TODAY,
    Asked,
    Happened,
    given,
    happened,
    rebuilt,
    then_begun,
    then_refused,
)

OFFICER, COLLEAGUE = UUID(int=0xDE), UUID(int=0xDF)
CONSULTER, PERSON, ANOTHER = UUID(int=0xC0), UUID(int=0xA1), UUID(int=0xA2)
BY_OFFICER = Asked(by=OFFICER, at=NOON)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
RECEIVED = TODAY - timedelta(days=3)


def officer_did(kind: Any, /, **details: Any) -> Happened:
    return happened(kind, by=OFFICER, **details)


DESCRIBED: dict[str, Any] = {
    "channel": "PHONE",
    "category": "UNJUDGED",
    "urgency": "NORMAL",
    "received_on": RECEIVED,
}
LOGGED = officer_did(
    Ticket.Logged, owner=2, subject=CONSULTER, question="この画面を\n見てよいか", **DESCRIBED
)
ACKNOWLEDGED = officer_did(Ticket.Acknowledged, on=YESTERDAY)
ADVICE = officer_did(Ticket.Assessed, assessment="ADVICE", reason=None, known_to=())
DECIDED = officer_did(Ticket.DecisionTold, on=YESTERDAY, taken_up=True)
ANSWERED = officer_did(Ticket.Answered, subject=CONSULTER, text="見てはいけない")
WROTE_BACK = officer_did(Ticket.MessageReceived, subject=CONSULTER, text="見てしまった")
NOTED = officer_did(Ticket.NoteWritten, text="規程の確認が要る")
ACTED = officer_did(Ticket.ActionTaken, text="画面の権限を外した", on=YESTERDAY)
CONCLUDED = officer_did(Ticket.Concluded, outcome="CORRECTED", text="権限を直した")
TOLD = officer_did(Ticket.ResultTold, on=YESTERDAY)
UNHURT = officer_did(Ticket.WelfareChecked, on=TODAY, suffered=False, text=None)
REOPENED = officer_did(Ticket.Reopened, reason="まだ見える")
MENTIONED = officer_did(
    Ticket.PersonNamed,
    subject=PERSON,
    name="営業の甲",
    part="MENTIONED",
    member=None,
    department=None,
    party=None,
)
STRUCK_OUT = officer_did(Ticket.PersonStruckOut, person=PERSON)
ALL_ERASED = officer_did(Ticket.SubjectsErased, subjects=(SUBJECT, CONSULTER))
CONSULTER_ERASED = officer_did(Ticket.SubjectsErased, subjects=(CONSULTER,))

TO_CONCLUDE = (LOGGED, ADVICE, CONCLUDED)
TO_TELL = (*TO_CONCLUDE, TOLD)
TO_ERASE = (LOGGED, ADVICE, ALL_ERASED)
Act = Callable[[Ticket], object]


def log(**other: Any) -> Ticket:
    stated: dict[str, Any] = {"id": SUBJECT, "owner": 2, "consulter": CONSULTER}
    stated |= {"question": "この画面を\n見てよいか", "received_on": RECEIVED, "on": TODAY}
    return Ticket.log(**(stated | other), **BY_OFFICER)


# ----- receive ------------------------------------------------------------------------------------


def test_a_ticket_is_logged_with_its_question_alone() -> None:
    then_begun(lambda: log(question=" この画面を\r\n見てよいか "), LOGGED)
    then_begun(
        lambda: log(channel="COUNTER", category="MAY_I_SEE", urgency="AT_ONCE", received_on=TODAY),
        LOGGED.but(channel="COUNTER", category="MAY_I_SEE", urgency="AT_ONCE", received_on=TODAY),
    )


@pytest.mark.parametrize(
    ("stated", "refusal"),
    [
        ({"question": " \n\u200b"}, TextIsEmpty),
        ({"question": "長" * 10_001}, TextIsTooLong),
        ({"question": "読め\u202eない"}, TextHasControlCharacters),
        ({"channel": "FAX"}, WordIsUnknown),
        ({"category": "ADVICE"}, WordIsUnknown),
        ({"urgency": "LATER"}, WordIsUnknown),
        ({"received_on": TOMORROW}, DayIsStillToCome),
        ({"received_on": date(203, 4, 1)}, DayIsLongAgo),
    ],
)
def test_a_ticket_says_what_was_asked_how_and_when(
    stated: dict[str, Any], refusal: type[Refusal]
) -> None:
    then_refused(lambda: log(**stated), refusal)


def test_a_ticket_of_ten_years_ago_is_the_oldest_that_is_logged() -> None:
    then_begun(lambda: log(received_on=date(2013, 4, 1)), LOGGED.but(received_on=date(2013, 4, 1)))
    then_refused(
        lambda: log(received_on=date(2013, 3, 31)), DayIsLongAgo, earliest=date(2013, 4, 1)
    )


def test_more_is_said_of_a_ticket_tomorrow_and_what_is_left_out_stays() -> None:
    other = officer_did(Ticket.Described, **(DESCRIBED | {"category": "I_SAW", "urgency": "SOON"}))
    earlier = officer_did(Ticket.Described, **(DESCRIBED | {"received_on": RECEIVED}))
    given(Ticket, LOGGED).when(
        lambda t: t.describe(category="I_SAW", urgency="SOON", on=TODAY, **BY_OFFICER)
    ).then(other)
    given(Ticket, LOGGED, other).when(
        lambda t: t.describe(category="UNJUDGED", urgency="NORMAL", on=TODAY, **BY_OFFICER)
    ).then(earlier)
    given(Ticket, LOGGED).when(
        lambda t: t.describe(channel="MAIL", received_on=YESTERDAY, on=TODAY, **BY_OFFICER)
    ).then(earlier.but(channel="MAIL", received_on=YESTERDAY))


def test_what_is_said_of_a_ticket_already_changes_nothing() -> None:
    for history in ((LOGGED,), TO_TELL, TO_ERASE):
        given(Ticket, *history).when(lambda t: t.describe(on=TODAY, **BY_OFFICER)).then_nothing()
        given(Ticket, *history).when(
            lambda t: t.describe(**DESCRIBED, on=TODAY, **BY_OFFICER)
        ).then_nothing()


@pytest.mark.parametrize(
    ("stated", "refusal"),
    [
        ({"channel": "FAX"}, WordIsUnknown),
        ({"category": "ADVICE"}, WordIsUnknown),
        ({"urgency": "LATER"}, WordIsUnknown),
        ({"received_on": TOMORROW}, DayIsStillToCome),
        ({"received_on": date(203, 4, 1)}, DayIsLongAgo),
    ],
)
def test_a_ticket_is_described_in_the_words_of_the_desk(
    stated: dict[str, Any], refusal: type[Refusal]
) -> None:
    given(Ticket, LOGGED).when(lambda t: t.describe(**stated, on=TODAY, **BY_OFFICER)).then_refused(
        refusal
    )


@pytest.mark.parametrize(
    "history",
    [
        (LOGGED, ACKNOWLEDGED),
        (LOGGED, DECIDED),
        (LOGGED, ACTED),
        (*TO_CONCLUDE, TOLD),
        (*TO_CONCLUDE, UNHURT.but(on=YESTERDAY)),
    ],
)
def test_no_ticket_is_received_behind_what_became_of_it(history: tuple[Happened, ...]) -> None:
    def receive(ticket: Ticket, day: date) -> None:
        ticket.describe(received_on=day, on=TODAY, **BY_OFFICER)

    given(Ticket, *history).when(lambda t: receive(t, TODAY)).then_refused(
        DayIsBeforeTheTicket, day=YESTERDAY, received=TODAY
    )
    given(Ticket, *history).when(lambda t: receive(t, YESTERDAY)).then(
        officer_did(Ticket.Described, **(DESCRIBED | {"received_on": YESTERDAY}))
    )


def test_the_consulter_comes_back_with_the_newest_code() -> None:
    issued = officer_did(Ticket.ReceiptIssued, code_hash="ab")
    for history in ((LOGGED,), TO_TELL, (LOGGED, issued)):
        given(Ticket, *history).when(lambda t: t.issue_receipt(code_hash="ab", **BY_OFFICER)).then(
            issued
        )
    assert rebuilt(Ticket, LOGGED, issued, issued.but(code_hash="cd")).receipt == "cd"


def test_that_it_was_received_is_told_on_a_day_of_the_ticket() -> None:
    def acknowledge(ticket: Ticket, on: date) -> None:
        ticket.acknowledge(on=on, today=TODAY, **BY_OFFICER)

    for history in ((LOGGED,), TO_CONCLUDE):
        given(Ticket, *history).when(lambda t: acknowledge(t, YESTERDAY)).then(ACKNOWLEDGED)
        given(Ticket, *history).when(lambda t: acknowledge(t, RECEIVED)).then(
            ACKNOWLEDGED.but(on=RECEIVED)
        )
    given(Ticket, LOGGED, ACKNOWLEDGED).when(lambda t: acknowledge(t, YESTERDAY)).then_nothing()
    given(Ticket, LOGGED, ACKNOWLEDGED).when(lambda t: acknowledge(t, RECEIVED)).then(
        ACKNOWLEDGED.but(on=RECEIVED)
    )
    given(Ticket, LOGGED).when(lambda t: acknowledge(t, TOMORROW)).then_refused(
        DayIsStillToCome, day=TOMORROW, today=TODAY
    )
    given(Ticket, LOGGED).when(lambda t: acknowledge(t, RECEIVED - timedelta(days=1))).then_refused(
        DayIsBeforeTheTicket, received=RECEIVED
    )


@pytest.mark.parametrize("told", [DECIDED, TOLD])
def test_who_is_told_more_is_told_that_it_was_received(told: Happened) -> None:
    alone = rebuilt(Ticket, *TO_CONCLUDE, told)
    assert alone.acknowledged_on == YESTERDAY
    before = rebuilt(Ticket, LOGGED, ACKNOWLEDGED.but(on=RECEIVED), ADVICE, CONCLUDED, told)
    assert before.acknowledged_on == RECEIVED


# ----- assess -------------------------------------------------------------------------------------


def assess(assessment: str, reason: str | None = None, **other: Any) -> Act:
    return lambda ticket: ticket.assess(
        assessment=assessment, reason=reason, **other, today=TODAY, **BY_OFFICER
    )


def test_a_ticket_is_judged_and_judged_otherwise() -> None:
    breach = ADVICE.but(assessment="POSSIBLE_BREACH", reason="他社の情報だった")
    given(Ticket, LOGGED).when(assess("ADVICE")).then(ADVICE)
    given(Ticket, LOGGED, ADVICE).when(assess("POSSIBLE_BREACH", "他社の情報だった ")).then(breach)
    given(Ticket, LOGGED, ADVICE, breach).when(assess("ADVICE")).then(ADVICE)


def test_the_same_judgement_changes_nothing_but_for_another_reason() -> None:
    reasoned = ADVICE.but(reason="規程どおり")
    given(Ticket, LOGGED, ADVICE).when(assess("ADVICE", " ")).then_nothing()
    given(Ticket, LOGGED, ADVICE).when(assess("ADVICE", "規程どおり")).then(reasoned)
    given(Ticket, LOGGED, reasoned).when(assess("ADVICE", "規程どおり")).then_nothing()
    given(Ticket, LOGGED, reasoned).when(assess("ADVICE")).then_nothing()
    for over in (TO_TELL, TO_ERASE):
        given(Ticket, *over).when(assess("ADVICE")).then_nothing()


def test_a_judgement_is_one_of_three() -> None:
    given(Ticket, LOGGED).when(assess("RUMOUR")).then_refused(WordIsUnknown)


def test_who_knew_of_it_stays_on_record() -> None:
    known = ADVICE.but(known_to=(OFFICER, COLLEAGUE))
    given(Ticket, LOGGED).when(assess("ADVICE", known_to={COLLEAGUE, OFFICER})).then(known)
    later = ADVICE.but(assessment="POSSIBLE_BREACH", known_to=(COLLEAGUE, PERSON))
    assert rebuilt(Ticket, LOGGED, known, later).known_to == (OFFICER, COLLEAGUE, PERSON)


def name(**other: Any) -> Act:
    stated: dict[str, Any] = {"person": PERSON, "name": " 営業の甲 "}
    return lambda ticket: ticket.name_person(**(stated | other), **BY_OFFICER)


def test_somebody_is_named_in_a_ticket() -> None:
    for history in ((LOGGED,), TO_TELL, (LOGGED, MENTIONED.but(subject=ANOTHER))):
        given(Ticket, *history).when(name()).then(MENTIONED)
    known: dict[str, Any] = {
        "part": "ACCUSED",
        "member": COLLEAGUE,
        "department": UUID(int=0x5A),
        "party": 1,
    }
    given(Ticket, LOGGED).when(name(**known)).then(MENTIONED.but(**known))


@pytest.mark.parametrize(
    ("stated", "refusal"),
    [
        ({"name": " "}, TextIsEmpty),
        ({"name": "甲\n乙"}, TextHasLines),
        ({"part": "CONSULTER"}, WordIsUnknown),
    ],
)
def test_who_is_named_has_a_name_and_a_part(stated: dict[str, Any], refusal: type[Refusal]) -> None:
    given(Ticket, LOGGED).when(name(**stated)).then_refused(refusal)


def test_who_was_named_by_mistake_is_struck_out_once() -> None:
    def strike_out(ticket: Ticket) -> None:
        ticket.strike_out(person=PERSON, **BY_OFFICER)

    other = MENTIONED.but(subject=ANOTHER)
    given(Ticket, LOGGED, MENTIONED, other).when(strike_out).then(STRUCK_OUT)
    given(Ticket, LOGGED, MENTIONED, STRUCK_OUT).when(strike_out).then_refused(NoSuchPerson)
    given(Ticket, LOGGED, other).when(strike_out).then_refused(NoSuchPerson)
    left = rebuilt(Ticket, LOGGED, MENTIONED, other, STRUCK_OUT)
    assert [one.person for one in left.persons] == [ANOTHER]


# ----- address ------------------------------------------------------------------------------------


def decide(taken_up: bool = True, on: date = YESTERDAY) -> Act:
    return lambda ticket: ticket.tell_decision(taken_up=taken_up, on=on, today=TODAY, **BY_OFFICER)


def test_whether_it_is_taken_up_is_told_and_told_otherwise() -> None:
    given(Ticket, LOGGED).when(decide()).then(DECIDED)
    given(Ticket, LOGGED, DECIDED).when(decide()).then_nothing()
    given(Ticket, LOGGED, DECIDED).when(decide(False)).then(DECIDED.but(taken_up=False))
    given(Ticket, LOGGED, DECIDED).when(decide(on=TODAY)).then(DECIDED.but(on=TODAY))
    given(Ticket, LOGGED, DECIDED, *TO_CONCLUDE[1:]).when(decide()).then_nothing()
    given(Ticket, LOGGED).when(decide(on=TOMORROW)).then_refused(DayIsStillToCome)
    given(Ticket, LOGGED).when(decide(on=RECEIVED - timedelta(days=1))).then_refused(
        DayIsBeforeTheTicket
    )


def test_something_is_done_on_a_day_of_the_ticket() -> None:
    def act(ticket: Ticket, on: date = YESTERDAY, text: str = " 画面の権限を外した") -> None:
        ticket.act(text=text, on=on, today=TODAY, **BY_OFFICER)

    given(Ticket, LOGGED).when(act).then(ACTED)
    given(Ticket, LOGGED, ACTED).when(act).then(ACTED)
    given(Ticket, LOGGED).when(lambda t: act(t, TOMORROW)).then_refused(DayIsStillToCome)
    given(Ticket, LOGGED).when(lambda t: act(t, RECEIVED - timedelta(days=1))).then_refused(
        DayIsBeforeTheTicket
    )
    given(Ticket, LOGGED).when(lambda t: act(t, text=" ")).then_refused(TextIsEmpty)


def answer(text: str = "見てはいけない ") -> Act:
    return lambda ticket: ticket.answer(text=text, **BY_OFFICER)


def write_back(text: str = "見てしまった ") -> Act:
    return lambda ticket: ticket.receive(text=text, **BY_OFFICER)


def note(text: str = "規程の確認が要る ") -> Act:
    return lambda ticket: ticket.note(text=text, **BY_OFFICER)


def test_the_desk_answers_the_consulter_writes_back_and_the_desk_notes() -> None:
    given(Ticket, LOGGED).when(answer()).then(ANSWERED)
    given(Ticket, LOGGED).when(note()).then(NOTED)
    for history in ((LOGGED,), (LOGGED, WROTE_BACK), TO_CONCLUDE, TO_TELL):
        given(Ticket, *history).when(write_back()).then(WROTE_BACK)
    for over in (TO_CONCLUDE, TO_TELL):
        given(Ticket, *over).when(note()).then(NOTED)


@pytest.mark.parametrize("say", [answer, write_back, note])
def test_who_says_something_says_it_in_words(say: Callable[[str], Act]) -> None:
    given(Ticket, LOGGED).when(say(" \n ")).then_refused(TextIsEmpty)


def test_what_was_said_stays_in_order_with_who_said_it() -> None:
    ticket = rebuilt(Ticket, LOGGED, ANSWERED, WROTE_BACK.but(by=COLLEAGUE), NOTED, ACTED)
    assert ticket.said == (
        Said("ANSWER", "見てはいけない", OFFICER, NOON),
        Said("MESSAGE", "見てしまった", COLLEAGUE, NOON),
        Said("NOTE", "規程の確認が要る", OFFICER, NOON),
        Said("ACTION", "画面の権限を外した", OFFICER, NOON, YESTERDAY),
    )


@pytest.mark.parametrize(
    ("said", "waits"),
    [
        ((), False),
        ((WROTE_BACK,), True),
        ((WROTE_BACK, ANSWERED), False),
        ((ANSWERED, WROTE_BACK, NOTED), True),
        ((WROTE_BACK, ADVICE, CONCLUDED), True),
        ((WROTE_BACK, ADVICE, CONCLUDED, TOLD), False),
        ((ADVICE, CONCLUDED, TOLD, WROTE_BACK), True),
    ],
)
def test_whoever_wrote_last_and_was_told_nothing_waits(
    said: tuple[Happened, ...], waits: bool
) -> None:
    assert rebuilt(Ticket, LOGGED, *said).waits_for_an_answer is waits


# ----- conclude -----------------------------------------------------------------------------------


def conclude(outcome: str = "CORRECTED", text: str = "権限を直した ") -> Act:
    return lambda ticket: ticket.conclude(outcome=outcome, text=text, **BY_OFFICER)


def tell(on: date = YESTERDAY) -> Act:
    return lambda ticket: ticket.tell_result(on=on, today=TODAY, **BY_OFFICER)


def look_back(on: date = TODAY, **other: Any) -> Act:
    stated: dict[str, Any] = {"suffered": False, "on": on}
    return lambda ticket: ticket.check_welfare(**(stated | other), today=TODAY, **BY_OFFICER)


def reopen(reason: str = "まだ見える ") -> Act:
    return lambda ticket: ticket.reopen(reason=reason, **BY_OFFICER)


def test_what_was_judged_comes_to_something_once() -> None:
    given(Ticket, LOGGED, ADVICE).when(conclude()).then(CONCLUDED)
    given(Ticket, LOGGED).when(conclude()).then_refused(TicketIsNotAssessed)
    given(Ticket, *TO_CONCLUDE).when(conclude()).then_nothing()
    given(Ticket, *TO_CONCLUDE).when(conclude("ADVISED")).then_refused(TicketIsConcluded)
    given(Ticket, *TO_CONCLUDE).when(conclude(text="別の結論")).then_refused(TicketIsConcluded)
    given(Ticket, LOGGED, ADVICE).when(conclude("DROPPED")).then_refused(WordIsUnknown)
    given(Ticket, LOGGED, ADVICE).when(conclude(text=" ")).then_refused(TextIsEmpty)


def test_the_result_is_told_on_a_day_which_is_put_right() -> None:
    given(Ticket, *TO_CONCLUDE).when(tell()).then(TOLD)
    given(Ticket, *TO_TELL).when(tell()).then_nothing()
    given(Ticket, *TO_TELL).when(tell(TODAY)).then(TOLD.but(on=TODAY))
    given(Ticket, LOGGED, ADVICE).when(tell()).then_refused(TicketIsNotConcluded)
    given(Ticket, *TO_CONCLUDE).when(tell(TOMORROW)).then_refused(DayIsStillToCome)
    given(Ticket, *TO_CONCLUDE).when(tell(RECEIVED - timedelta(days=1))).then_refused(
        DayIsBeforeTheTicket
    )


def test_whether_somebody_suffered_for_it_is_asked_again_and_again() -> None:
    suffered = UNHURT.but(suffered=True, text="担当を外された")
    for history in (TO_CONCLUDE, TO_TELL, (*TO_TELL, UNHURT)):
        given(Ticket, *history).when(look_back()).then(UNHURT)
        given(Ticket, *history).when(look_back(suffered=True, text="担当を外された ")).then(
            suffered
        )
    given(Ticket, LOGGED, ADVICE).when(look_back()).then_refused(TicketIsNotConcluded)
    given(Ticket, *TO_TELL).when(look_back(TOMORROW)).then_refused(DayIsStillToCome)
    given(Ticket, *TO_TELL).when(look_back(RECEIVED - timedelta(days=1))).then_refused(
        DayIsBeforeTheTicket
    )
    last = rebuilt(Ticket, *TO_TELL, UNHURT, suffered)
    assert (last.suffered, last.welfare) == (True, "担当を外された")
    assert last.welfare_checked_on == TODAY


def test_what_was_concluded_is_taken_up_again_with_a_reason() -> None:
    for history in (TO_CONCLUDE, TO_TELL):
        given(Ticket, *history).when(reopen()).then(REOPENED)
        given(Ticket, *history).when(reopen(" ")).then_refused(TextIsEmpty)
    given(Ticket, LOGGED, ADVICE).when(reopen()).then_refused(TicketIsNotConcluded)
    again = (*TO_TELL, REOPENED)
    given(Ticket, *again).when(reopen()).then_refused(TicketIsNotConcluded)
    given(Ticket, *again).when(answer()).then(ANSWERED)
    given(Ticket, *again).when(conclude()).then(CONCLUDED)
    given(Ticket, *again, CONCLUDED).when(tell()).then(TOLD)


@pytest.mark.parametrize(
    "act",
    [
        assess("POSSIBLE_BREACH"),
        decide(False),
        answer(),
        lambda t: t.act(text="直した", on=TODAY, today=TODAY, **BY_OFFICER),
    ],
)
def test_what_is_concluded_is_reopened_before_anything_more_becomes_of_it(act: Act) -> None:
    for over in (TO_CONCLUDE, TO_TELL):
        given(Ticket, *over).when(act).then_refused(TicketIsConcluded)


@pytest.mark.parametrize(
    ("history", "status"),
    [
        ((LOGGED,), TicketStatus.RECEIVED),
        ((LOGGED, ACKNOWLEDGED), TicketStatus.ACKNOWLEDGED),
        ((LOGGED, DECIDED), TicketStatus.ACKNOWLEDGED),
        ((LOGGED, ADVICE), TicketStatus.ASSESSED),
        ((LOGGED, ADVICE, ACKNOWLEDGED), TicketStatus.ASSESSED),
        (TO_CONCLUDE, TicketStatus.CONCLUDED),
        (TO_TELL, TicketStatus.TOLD),
        ((*TO_TELL, UNHURT), TicketStatus.TOLD),
        ((*TO_TELL, REOPENED), TicketStatus.ASSESSED),
        ((*TO_TELL, REOPENED, CONCLUDED), TicketStatus.CONCLUDED),
        ((*TO_TELL, CONSULTER_ERASED), TicketStatus.TOLD),
        ((*TO_TELL, ALL_ERASED), TicketStatus.ERASED),
        ((LOGGED, ALL_ERASED), TicketStatus.ERASED),
    ],
)
def test_how_far_a_ticket_is(history: tuple[Happened, ...], status: TicketStatus) -> None:
    assert rebuilt(Ticket, *history).status is status


# ----- erase --------------------------------------------------------------------------------------


def erase(subject: UUID | None = None) -> Act:
    return lambda ticket: ticket.erase(subject=subject, **BY_OFFICER)


def test_all_of_a_ticket_is_erased_with_everybody_in_it() -> None:
    everybody = ALL_ERASED.but(subjects=(SUBJECT, CONSULTER, PERSON))
    for history in ((LOGGED, MENTIONED), (LOGGED, MENTIONED, STRUCK_OUT)):
        for whole in (None, SUBJECT):
            given(Ticket, *history).when(erase(whole)).then(everybody)
    given(Ticket, LOGGED, MENTIONED, CONSULTER_ERASED).when(erase()).then(
        everybody.but(subjects=(SUBJECT, PERSON))
    )


def test_one_of_several_is_erased_alone() -> None:
    given(Ticket, LOGGED, MENTIONED).when(erase(PERSON)).then(ALL_ERASED.but(subjects=(PERSON,)))
    given(Ticket, LOGGED, MENTIONED).when(erase(CONSULTER)).then(CONSULTER_ERASED)
    given(Ticket, LOGGED, MENTIONED).when(erase(ANOTHER)).then_refused(NoSuchPerson)


def test_who_is_erased_is_erased_once() -> None:
    given(Ticket, *TO_ERASE).when(erase()).then_nothing()
    given(Ticket, *TO_ERASE).when(erase(CONSULTER)).then_nothing()
    given(Ticket, LOGGED, CONSULTER_ERASED).when(erase(CONSULTER)).then_nothing()


def test_whose_keys_go_is_answered() -> None:
    ticket = rebuilt(Ticket, LOGGED, MENTIONED, CONSULTER_ERASED)
    assert ticket.erase(**BY_OFFICER) == (SUBJECT, PERSON)
    assert ticket.erase(**BY_OFFICER) == ()


@pytest.mark.parametrize("act", [answer(), write_back()])
def test_nothing_more_is_written_about_who_was_erased(act: Act) -> None:
    given(Ticket, LOGGED, CONSULTER_ERASED).when(act).then_refused(SubjectIsErased)
    given(Ticket, LOGGED, CONSULTER_ERASED).when(
        lambda t: t.issue_receipt(code_hash="ab", **BY_OFFICER)
    ).then_refused(SubjectIsErased)


def test_the_matter_goes_on_where_the_consulter_was_erased() -> None:
    history = (LOGGED, ADVICE, CONSULTER_ERASED)
    given(Ticket, *history).when(note()).then(NOTED)
    given(Ticket, *history).when(name()).then(MENTIONED)
    given(Ticket, *history).when(conclude()).then(CONCLUDED)
    given(Ticket, *history, CONCLUDED).when(tell()).then(TOLD)


@pytest.mark.parametrize(
    "act",
    [
        lambda t: t.describe(category="I_SAW", on=TODAY, **BY_OFFICER),
        lambda t: t.issue_receipt(code_hash="ab", **BY_OFFICER),
        lambda t: t.acknowledge(on=TODAY, today=TODAY, **BY_OFFICER),
        assess("POSSIBLE_BREACH"),
        name(),
        decide(False),
        answer(),
        write_back(),
        note(),
        lambda t: t.act(text="直した", on=TODAY, today=TODAY, **BY_OFFICER),
        conclude(),
        tell(),
        look_back(),
        reopen(),
    ],
)
def test_nothing_is_written_into_a_ticket_that_was_erased(act: Act) -> None:
    given(Ticket, *TO_ERASE).when(act).then_refused(TicketIsErased)


HELD = officer_did(Ticket.HoldPlaced, reason="訴訟")
LIFTED = officer_did(Ticket.HoldLifted, reason="終了")


def hold(reason: str = " 訴訟") -> Act:
    return lambda ticket: ticket.hold(reason=reason, **BY_OFFICER)


def lift(reason: str = "終了 ") -> Act:
    return lambda ticket: ticket.lift_hold(reason=reason, **BY_OFFICER)


def test_a_hold_is_placed_and_lifted_with_a_reason() -> None:
    for history in ((LOGGED,), TO_TELL, (LOGGED, HELD, LIFTED), (LOGGED, CONSULTER_ERASED)):
        given(Ticket, *history).when(hold()).then(HELD)
        given(Ticket, *history).when(hold(" ")).then_refused(TextIsEmpty)
        given(Ticket, *history).when(lift()).then_nothing()
    given(Ticket, LOGGED, HELD).when(hold("別の訴訟")).then_nothing()
    given(Ticket, LOGGED, HELD).when(lift()).then(LIFTED)
    given(Ticket, LOGGED, HELD).when(lift(" ")).then_refused(TextIsEmpty)
    given(Ticket, *TO_ERASE).when(hold()).then_refused(TicketIsErased)
    held, lifted = rebuilt(Ticket, LOGGED, HELD), rebuilt(Ticket, LOGGED, HELD, LIFTED)
    assert (held.held, held.hold_reason) == (True, "訴訟")
    assert (lifted.held, lifted.hold_reason) == (False, None)


def require_erasable(on: date, *, whole: bool = True) -> Act:
    return lambda ticket: ticket.require_erasable(whole=whole, on=on)


def test_nothing_is_erased_of_what_is_held() -> None:
    later = TODAY + timedelta(days=31)
    for whole in (True, False):
        given(Ticket, LOGGED, HELD).when(require_erasable(later, whole=whole)).then_refused(
            TicketIsHeld
        )
        given(Ticket, LOGGED, HELD, LIFTED).when(
            require_erasable(later, whole=whole)
        ).then_nothing()


def test_all_of_a_ticket_is_erased_a_month_behind_its_last_word_and_one_person_at_once() -> None:
    stays = TODAY + timedelta(days=30)
    given(Ticket, LOGGED).when(require_erasable(stays)).then_refused(
        TicketHasNewContent, until=stays
    )
    given(Ticket, LOGGED).when(require_erasable(stays + timedelta(days=1))).then_nothing()
    given(Ticket, LOGGED).when(require_erasable(TODAY, whole=False)).then_nothing()


def test_the_last_word_in_a_ticket_is_dated() -> None:
    assert rebuilt(Ticket, LOGGED).last_at == NOON
    assert rebuilt(Ticket, LOGGED).last_written_on == TODAY
    ticket = rebuilt(Ticket, *TO_TELL)
    assert (ticket.assessed_at, ticket.concluded_at) == (NOON, NOON)
    assert (ticket.logged_by, ticket.result_told_on) == (OFFICER, YESTERDAY)
