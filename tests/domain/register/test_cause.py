"""What may become of a cause (原因)."""

from typing import Any

import pytest

from domain.refusals import TextHasLines, WordIsUnknown
from domain.register.cause import Cause, Standing
from domain.register.refusals import (
    CauseIsDismissed,
    DismissalNeedsItsReason,
    ReinstatementNeedsItsReason,
)
from tests.story import (
    BY_EDITOR,
    SUBJECT,
    Happened,
    given,
    happened,
    rebuilt,
    then_begun,
    then_refused,
)

STATED = happened(
    Cause.Stated,
    owner=2,
    statement="検出漏れ",
    category="システム",
    kind="ESCAPE",
    number="C-02",
    categories=("NONE",),
)
CONFIRMED = happened(Cause.Confirmed, reason=None)
DISMISSED = happened(Cause.Dismissed, reason="ログと矛盾するため")


def state(*, statement: str = "検出漏れ", kind: str = "ESCAPE") -> Cause:
    return Cause.state(
        id=SUBJECT,
        owner=2,
        statement=statement,
        category=" システム",
        kind=kind,
        number="C-02",
        categories=("NONE",),
        **BY_EDITOR,
    )


def test_a_cause_is_stated() -> None:
    then_begun(state, STATED)


def test_a_cause_is_stated_by_its_statement_alone() -> None:
    then_begun(
        lambda: Cause.state(id=SUBJECT, owner=2, statement="検出漏れ", **BY_EDITOR),
        STATED.but(category=None, kind=None, number=None, categories=()),
    )


def test_a_cause_is_stated_in_one_line() -> None:
    then_refused(lambda: state(statement="認識誤り\n思い込み"), TextHasLines)


def test_a_cause_is_of_a_known_kind() -> None:
    then_refused(lambda: state(kind="ACCIDENT"), WordIsUnknown)
    (
        given(Cause, STATED)
        .when(lambda c: c.classify(category=None, kind="ACCIDENT", **BY_EDITOR))
        .then_refused(WordIsUnknown)
    )


def test_a_cause_is_stated_in_other_words() -> None:
    revised = happened(Cause.Revised, statement="各工程における検出漏れ")
    (
        given(Cause, STATED)
        .when(lambda c: c.revise(statement="各工程における検出漏れ", **BY_EDITOR))
        .then(revised)
    )
    (
        given(Cause, STATED, revised)
        .when(lambda c: c.revise(statement=" 各工程における検出漏れ", **BY_EDITOR))
        .then_nothing()
    )


@pytest.mark.parametrize(
    ("category", "kind"),
    [("ガバナンス", "ESCAPE"), ("システム", "BACKGROUND"), (None, "OCCURRENCE"), (None, None)],
)
def test_a_cause_is_classified_anew(category: str | None, kind: str | None) -> None:
    classified = happened(Cause.Classified, category=category, kind=kind)
    (
        given(Cause, STATED)
        .when(lambda c: c.classify(category=category, kind=kind, **BY_EDITOR))
        .then(classified)
    )
    (
        given(Cause, STATED, classified)
        .when(lambda c: c.classify(category=category, kind=kind, **BY_EDITOR))
        .then_nothing()
    )


def test_a_cause_classified_as_it_is_is_left_so() -> None:
    (
        given(Cause, STATED)
        .when(lambda c: c.classify(category="システム", kind="ESCAPE", **BY_EDITOR))
        .then_nothing()
    )


def test_a_cause_is_numbered_anew_or_not_at_all() -> None:
    (
        given(Cause, STATED)
        .when(lambda c: c.give_number(number=None, **BY_EDITOR))
        .then(happened(Cause.Numbered, number=None))
    )
    (
        given(Cause, STATED, happened(Cause.Numbered, number="C-03"))
        .when(lambda c: c.give_number(number="C-03 ", **BY_EDITOR))
        .then_nothing()
    )


def test_a_cause_is_confirmed() -> None:
    given(Cause, STATED).when(lambda c: c.confirm(**BY_EDITOR)).then(CONFIRMED)
    (
        given(Cause, STATED)
        .when(lambda c: c.confirm(reason="ログと一致", **BY_EDITOR))
        .then(CONFIRMED.but(reason="ログと一致"))
    )


@pytest.mark.parametrize("past", [(DISMISSED,), (CONFIRMED, DISMISSED)])
def test_a_dismissed_cause_is_confirmed_after_all_with_a_reason(
    past: tuple[Happened, ...],
) -> None:
    (
        given(Cause, STATED, *past)
        .when(lambda c: c.confirm(reason="新しいログが見つかったため", **BY_EDITOR))
        .then(CONFIRMED.but(reason="新しいログが見つかったため"))
    )
    for reason in (None, " "):
        (
            given(Cause, STATED, *past)
            .when(lambda c, reason=reason: c.confirm(reason=reason, **BY_EDITOR))  # type: ignore[misc]  # bound at once
            .then_refused(ReinstatementNeedsItsReason)
        )


def test_a_confirmed_cause_stays_confirmed() -> None:
    """Another reason is kept, and the same one again changes nothing."""
    given(Cause, STATED, CONFIRMED).when(lambda c: c.confirm(**BY_EDITOR)).then_nothing()
    shown = CONFIRMED.but(reason="ログと一致")
    for again in ("ログと一致 ", None):
        given(Cause, STATED, shown).when(
            lambda c, again=again: c.confirm(reason=again, **BY_EDITOR)  # type: ignore[misc]  # bound at once
        ).then_nothing()
    for past in ((CONFIRMED,), (shown, CONFIRMED.but(reason="聞き取り"))):
        given(Cause, STATED, *past).when(
            lambda c: c.confirm(reason="ログと一致", **BY_EDITOR)
        ).then(shown)


@pytest.mark.parametrize("past", [(), (CONFIRMED,), (DISMISSED, CONFIRMED)])
def test_a_cause_is_dismissed_with_a_reason_even_after_it_was_confirmed(
    past: tuple[Happened, ...],
) -> None:
    (
        given(Cause, STATED, *past)
        .when(lambda c: c.dismiss(reason="ログと矛盾するため", **BY_EDITOR))
        .then(DISMISSED)
    )
    (
        given(Cause, STATED, *past)
        .when(lambda c: c.dismiss(reason="", **BY_EDITOR))
        .then_refused(DismissalNeedsItsReason)
    )


def test_a_dismissed_cause_stays_dismissed() -> None:
    for same in ("ログと矛盾するため", " "):
        (
            given(Cause, STATED, DISMISSED)
            .when(lambda c, same=same: c.dismiss(reason=same, **BY_EDITOR))  # type: ignore[misc]  # bound at once
            .then_nothing()
        )
    (
        given(Cause, STATED, DISMISSED)
        .when(lambda c: c.dismiss(reason="別の理由", **BY_EDITOR))
        .then_refused(CauseIsDismissed)
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda c: c.revise(statement="思い込み", **BY_EDITOR),
        lambda c: c.classify(category="ガバナンス", kind="ESCAPE", **BY_EDITOR),
        lambda c: c.give_number(number="C-9", **BY_EDITOR),
    ],
)
def test_a_dismissed_cause_stays_as_it_was_when_it_was_dismissed(change: Any) -> None:
    assert rebuilt(Cause, STATED).standing == Standing.STATED
    assert rebuilt(Cause, STATED, DISMISSED).standing == Standing.DISMISSED
    given(Cause, STATED, DISMISSED).when(change).then_refused(CauseIsDismissed)
    again = given(Cause, STATED, DISMISSED, CONFIRMED.but(reason="新しいログ")).when(change)
    assert again.refusal is None and again.subject.pending_events


def test_what_changes_nothing_of_a_dismissed_cause_is_let_pass() -> None:
    story = given(Cause, STATED, DISMISSED)
    story.when(lambda c: c.revise(statement="検出漏れ", **BY_EDITOR))
    story.when(lambda c: c.classify(category="システム", kind="ESCAPE", **BY_EDITOR))
    story.when(lambda c: c.give_number(number="C-02", **BY_EDITOR)).then_nothing()


def test_a_dismissed_cause_is_still_judged_for_its_information() -> None:
    (
        given(Cause, STATED, DISMISSED)
        .when(lambda c: c.judge(categories=("PERSONAL",), **BY_EDITOR))
        .then(happened(Cause.Judged, categories=("PERSONAL",)))
    )
