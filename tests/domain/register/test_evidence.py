"""Evidence: a file or a document, about one record."""

from typing import Any
from uuid import UUID

import pytest

from domain.files import File
from domain.refusals import TextHasLines, TextIsEmpty
from domain.register.evidence import Document, Evidence
from domain.register.refusals import (
    EvidenceIsAFileOrADocument,
    EvidenceIsWithdrawn,
    NoneStandsAlone,
    WithdrawalOfEvidenceNeedsItsReason,
)
from tests.story import BY_CCO, BY_EDITOR, SUBJECT, TODAY, given, happened, then_begun, then_refused

RECORD = UUID(int=0xC0)
FILE = File("実施記録.pdf", "application/pdf", 3, "ab" * 32)
DOCUMENT = Document(name="行為規制の手引", number="手-12", version="第3版", place="文書庫")
ABOUT: dict[str, Any] = {
    "owner": 2,
    "about": RECORD,
    "about_kind": "countermeasure",
    "title": "研修の実施記録",
    "categories": ("NONE",),
}
ATTACHED = happened(
    Evidence.FileAttached,
    **ABOUT,
    name="実施記録.pdf",
    media_type="application/pdf",
    size=3,
    sha256="ab" * 32,
    sealed_sha256="cd" * 32,
)
CITED = happened(
    Evidence.DocumentCited,
    **ABOUT,
    name="行為規制の手引",
    number="手-12",
    document_version="第3版",
    place="文書庫",
)
REVISED = happened(Evidence.Revised, title="研修の記録")
WITHDRAWN = happened(Evidence.Withdrawn, reason="別の研修の記録だった")


def attach(**details: Any) -> Evidence:
    return Evidence.attach(id=SUBJECT, **(ABOUT | details), **BY_EDITOR)


def test_a_file_is_attached_with_the_hash_of_what_is_kept() -> None:
    then_begun(lambda: attach(file=(FILE, "cd" * 32)), ATTACHED)


def test_a_document_is_cited() -> None:
    then_begun(lambda: attach(document=DOCUMENT), CITED)


def test_a_document_needs_its_name_alone() -> None:
    named = Document(name=" 手引 ", number=" ", version=None, place="")
    then_begun(
        lambda: attach(document=named),
        CITED.but(name="手引", number=None, document_version=None, place=None),
    )


@pytest.mark.parametrize("both", [{}, {"file": (FILE, "cd" * 32), "document": DOCUMENT}])
def test_evidence_is_exactly_one_of_both(both: dict[str, Any]) -> None:
    then_refused(lambda: attach(**both), EvidenceIsAFileOrADocument)


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"title": " "}, TextIsEmpty),
        ({"categories": ("NONE", "PERSONAL")}, NoneStandsAlone),
        ({"document": {**DOCUMENT, "name": " "}}, TextIsEmpty),
        ({"document": {**DOCUMENT, "place": "文書庫\n三階"}}, TextHasLines),
    ],
)
def test_evidence_is_told_in_clean_lines(wrong: dict[str, Any], refusal: Any) -> None:
    then_refused(lambda: attach(**({"document": DOCUMENT} | wrong)), refusal)


@pytest.mark.parametrize("begun", [ATTACHED, CITED])
def test_evidence_is_called_by_another_title(begun: Any) -> None:
    (
        given(Evidence, begun)
        .when(lambda one: one.revise(title=" 研修の記録 ", **BY_EDITOR))
        .then(REVISED)
    )
    (
        given(Evidence, begun, REVISED)
        .when(lambda one: one.revise(title="研修の記録", **BY_EDITOR))
        .then_nothing()
    )


@pytest.mark.parametrize("begun", [ATTACHED, CITED])
def test_evidence_is_withdrawn_once_and_with_its_reason(begun: Any) -> None:
    (
        given(Evidence, begun)
        .when(lambda one: one.withdraw(reason=" 別の研修の記録だった", **BY_EDITOR))
        .then(WITHDRAWN)
    )
    (
        given(Evidence, begun)
        .when(lambda one: one.withdraw(reason=" \n", **BY_EDITOR))
        .then_refused(WithdrawalOfEvidenceNeedsItsReason)
    )
    for again in (" ", "別の研修の記録だった"):
        (
            given(Evidence, begun, WITHDRAWN)
            .when(lambda one, again=again: one.withdraw(reason=again, **BY_CCO))  # type: ignore[misc]  # bound at once
            .then_nothing()
        )
    (
        given(Evidence, begun, WITHDRAWN)
        .when(lambda one: one.withdraw(reason="読めないため", **BY_CCO))
        .then_refused(EvidenceIsWithdrawn, day=TODAY)
    )


def test_what_was_withdrawn_changes_no_more_but_is_still_judged() -> None:
    (
        given(Evidence, ATTACHED, WITHDRAWN)
        .when(lambda one: one.revise(title="別の件名", **BY_EDITOR))
        .then_refused(EvidenceIsWithdrawn)
    )
    (
        given(Evidence, ATTACHED, WITHDRAWN)
        .when(lambda one: one.judge(categories=("PERSONAL",), **BY_EDITOR))
        .then(happened(Evidence.Judged, categories=("PERSONAL",)))
    )


def test_what_it_is_about_is_remembered() -> None:
    story = given(Evidence, CITED, REVISED)
    assert (story.subject.about, story.subject.about_kind) == (RECORD, "countermeasure")
    assert (story.subject.owner, story.subject.title) == (2, "研修の記録")
