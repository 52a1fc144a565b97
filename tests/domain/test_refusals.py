"""Every refusal can be said in both languages, in the words of the field, and says what to do."""

import ast
import re
import string
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

import pytest

import domain.desk.refusals
import domain.people.refusals
import domain.register.refusals
from domain.desk.draft import DraftState
from domain.people.roles import Role
from domain.refusals import NoSuchRecord, NotPermitted, Refusal, TextIsTooLong
from domain.register.meeting import PREPARED
from domain.register.minutes import EntryKind
from domain.register.progress import TAKEN_UP, Layer, Status, Verdict

ROOT: Final = Path(__file__).parents[2]
ROOMS: Final = ("domain", "store", "projections", "commands", "papers", "api", "service")
REFUSALS = sorted(Refusal.__subclasses__(), key=lambda refusal: refusal.__name__)

_NAMED: Final = ("CM-HF1A-14VZ", "0b6f8a52-0f2f-4f0e-9f6e-6f2d3f0c1a55")
TYPICAL: Final[dict[str, object]] = {
    "field_ja": "件名",
    "field_en": "title",
    "kind_ja": "部署",
    "kind_en": "department",
    "words_ja": ("編集担当（editor）", "監査担当（auditor）"),
    "words_en": ("editor", "auditor"),
    "command_ja": "事案の完了",
    "command_en": "close incident",
    "roles": (Role.EDITOR, Role.BARRIER_OFFICER),
    "fields": ("title", "summary"),
    "readers": ("PG", "HD"),
    "rules": ("BAR-HF1A-14VZ 託送情報の目的外利用の禁止",),
    "named": _NAMED,
    "layers": (Layer.SET_UP, Layer.EFFECTIVE),
    "words": TAKEN_UP,
    "kind": EntryKind.RESOLUTION,
    "needed": PREPARED,
    "parties": ("HD", "PG"),
    "before": Status.UNDER_CONSIDERATION,
    "after": Status.RISK_ACCEPTED,
    "status": Status.IN_PROGRESS,
    "verdict": Verdict.FOLLOW_UP_ENDED,
    "extension": ".pdf",
    "extensions": (".pdf", ".csv"),
    "character": "U+200B",
    "code": "MB",
    "codes": ("HD", "PG"),
    "count": 2,
    "state": DraftState.REPORTED,
    **dict.fromkeys(
        ("first", "last", "length", "limit", "population", "respondents", "whole", "fraction"), 3
    ),
    **dict.fromkeys(("versions", "records", "causes", "parts"), 2),
    **dict.fromkeys(("issue", "quorum", "present", "days", "fewest"), 2),
    "most": 1_000,
    **dict.fromkeys(
        (
            "begins",
            "ends",
            "since",
            "until",
            "due",
            "day",
            "today",
            "stated",
            "started",
            "finished",
            "received",
            "earliest",
        ),
        date(2023, 4, 1),
    ),
}
"""What each detail of a refusal looks like when a rule gives it."""

BY_INTENT: Final = frozenset(
    {
        "acknowledgeReaders",
        "amendMinutes",
        "decideExtension",
        "applyOutcome",
        "recordOutcome",
        "closePapers",
        "replacePapers",
        "reopenActionItem",
        "expectedVersions",
        "handOverCountermeasure",
        "rescheduleCountermeasure",
        "requestExtension",
        "sekisho",
        "member",
        "move",
        "editor",
        "auditor",
        "NONE",
        "MZ",
        "title",
        "summary",
        "tickets",
        "persons",
        "handlers",
        "logTicket",
        "assessTicket",
        "concludeTicket",
        "reopenTicket",
        "designateHandler",
        "draftIncident",
        "revokeDesignation",
        "incidentDrafts",
        "draftGuidance",
        "guidanceDrafts",
        "supersedes",
        "supersededBy",
        "classifyRecords",
        "carriedOverIsMeant",
        "liftHold",
    }
)
"""What may stand in brackets beside the words of the field: names to be typed as they are."""
PLAIN: Final = frozenset({"PG", "HD", "MB"})
"""What people write in Latin letters anyway."""


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def said(refusal: type[Refusal]) -> Refusal:
    """The refusal with typical details."""
    return refusal(**{name: TYPICAL[name] for name in fields(refusal.ja) | fields(refusal.en)})


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.__name__)
def test_a_refusal_says_the_same_in_both_languages(refusal: type[Refusal]) -> None:
    neutral = {name.removesuffix("_ja") for name in fields(refusal.ja)}
    assert neutral == {name.removesuffix("_en") for name in fields(refusal.en)}


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.__name__)
def test_a_refusal_says_what_is_wrong_and_what_to_do(refusal: type[Refusal]) -> None:
    refused = said(refusal)
    assert refused.message_ja.count("。") >= 2
    assert refused.message_en.count(". ") >= 1
    assert refused.message_en.endswith(".")
    assert refusal.__doc__


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.__name__)
def test_a_refusal_speaks_in_the_words_of_the_field(refusal: type[Refusal]) -> None:
    """No name of the code stands bare in the Japanese; in brackets only one that is meant."""
    refused = said(refusal)
    text = refused.message_ja
    for detail in (*_NAMED, "BAR-HF1A-14VZ", ".pdf", ".csv", "U+200B"):
        text = text.replace(detail, "")
    inside = re.findall(r"（([^（）]*)）", text)
    bare = re.sub(r"（[^（）]*）", "", text)
    assert set(_latin(bare)) <= PLAIN, text
    assert {word for one in inside for word in _latin(one)} <= BY_INTENT | PLAIN, text
    assert not re.findall(r"\b\w+_\w+\b|\b[A-Z]{4,}\b", refused.message_en.replace("NONE", "")), (
        refused.message_en
    )


def _latin(text: str) -> list[str]:
    return re.findall(r"[A-Za-z][A-Za-z_]*", text)


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.__name__)
def test_a_refusal_is_a_sentence_of_the_present_tense_and_goes_by_its_name(
    refusal: type[Refusal],
) -> None:
    assert refusal.code == refusal.__name__
    assert not refusal.__name__.endswith("Error")


def test_no_two_refusals_go_by_one_name() -> None:
    assert len({refusal.code for refusal in REFUSALS}) == len(REFUSALS)
    assert domain.people.refusals.RoleIsNotHeld in REFUSALS
    assert domain.register.refusals.SlipNeedsItsReason in REFUSALS
    assert domain.desk.refusals.LastHandlerStays in REFUSALS


def test_wherever_a_rule_says_no_it_gives_every_detail_that_its_words_need() -> None:
    """A message that lacks a detail would fail only when somebody reads it."""
    needed = {one.__name__: fields(one.ja) | fields(one.en) for one in REFUSALS}
    raised = list(_raised(needed))
    assert {name for name, _, _ in raised} == set(needed)
    for name, given, place in raised:
        spread = {"field_ja", "field_en"} if "**" in given else set()
        assert needed[name] <= given | spread, f"{place}: {name}"


def _raised(names: dict[str, set[str]]) -> Iterator[tuple[str, set[str], str]]:
    """Each place where a refusal is made: its name, the details given, ** for those of a field."""
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Name):
                    assert not names.get(node.exc.id), f"{file}:{node.lineno}"
                    yield from [(node.exc.id, set(), "")] * (node.exc.id in names)
                elif isinstance(node, ast.Call) and (name := _called(node.func)) in names:
                    given = {keyword.arg or "**" for keyword in node.keywords}
                    yield name, given, f"{file}:{node.lineno}"


def _called(named: ast.expr) -> str:
    """What is called, by itself or as part of a module."""
    match named:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def test_a_refusal_keeps_its_details_and_lists_several_as_people_call_them() -> None:
    refused = NotPermitted(
        command_ja="事案の完了", command_en="close incident", roles=(Role.EDITOR, Role.CCO)
    )
    assert refused.details["roles"] == ("editor", "cco")
    assert str(refused) == refused.message_en
    assert refused.message_en.endswith("one of: editor, cco.")
    assert refused.message_ja.endswith("編集担当、コンプライアンス責任者。")


def test_braces_in_a_detail_stay_as_they_are() -> None:
    refused = TextIsTooLong(field_ja="{x}", field_en="{x}", length=3, limit=2)
    assert "{x}" in refused.message_ja


@pytest.mark.parametrize(
    ("named", "shown"),
    [
        ("CM-HF1A-14VZ", "CM-HF1A-14VZ"),
        ((1, 2), "1, 2"),
        (tuple(range(7)), "0, 1, 2, 3, 4, … +2"),
        ("い" * 61, "い" * 59 + "…"),
        ("上\n下\u202e", "上 下 "),
        ("{0}", "{0}"),
    ],
)
def test_what_is_not_there_is_called_as_the_asker_called_it(named: object, shown: str) -> None:
    """In one line, and never long: whatever it was, it was no record."""
    refused = NoSuchRecord(named=named)
    assert f"({shown})" in refused.message_en
    assert f"（{shown.replace(', ', '、')}）" in refused.message_ja
