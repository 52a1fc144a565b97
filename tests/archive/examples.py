"""One example of every fact of the house, told by the names of its fields."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from eventsourcing.utils import get_topic

import domain
from domain.desk.facts import DeskFact, FirstDeskFact
from domain.kernel import Fact, FirstFact, Root

STREAM: Final = UUID(int=0xA0)

TOLD: Final[dict[str, Any]] = {
    "timestamp": datetime(2023, 2, 17, 9, 0, 0, 123456, tzinfo=UTC),
    "by": UUID(int=0xED),
    "owner": 2,
    "about": False,
    "about_kind": "incident",
    "of_kind": "incident",
    "ambiguous": False,
    "answer_by": date(2023, 4, 28),
    "answering": (1, 2),
    "aside": "ただし",
    "asked_on": date(2023, 3, 10),
    "assessment": "POSSIBLE_BREACH",
    "attachment": UUID(int=0xAF),
    "authority": "経済産業大臣",
    "base": Decimal("3677"),
    "baseline": "月12件",
    "basis": "報告書として公表済み",
    "breakdown": "CONTRACTOR",
    "by_figure": UUID(int=0xF2),
    "by_guidance": UUID(int=0x6B),
    "guidance": UUID(int=0x6A),
    "supersedes": UUID(int=0x69),
    "answer": "担当している契約だけを見られます。",
    "basis_version": "2023年4月版",
    "caller": "ef" * 32,
    "categories": ("NETWORK_CUSTOMER", "PERSONAL"),
    "categories_of_cause": ("システム", "ガバナンス"),
    "category": "システム",
    "cause": UUID(int=0xCA),
    "certainty": "FIRM",
    "channel": "PHONE",
    "check": UUID(int=0xC8),
    "clock": "LEAK",
    "clock_from": date(2023, 2, 16),
    "code": "MZ",
    "category_numbers": (12, 7),
    "channel_numbers": (19,),
    "channels": (("PHONE", "COUNTER"),),
    "code_hash": "0a" * 32,
    "common": True,
    "contact": "内線 1234",
    "continuing": True,
    "corrections_until": date(2023, 7, 14),
    "countermeasure": UUID(int=0xC0),
    "countermeasures": (UUID(int=0xC0), UUID(int=0xC1)),
    "destroyed": ("00000000-0000-0000-0000-0000000000a0/2/summary",),
    "ended_on": date(2023, 6, 30),
    "field": "summary",
    "final_due": date(2023, 3, 17),
    "decision": "2023年4月の合同検討会議",
    "department": UUID(int=0xDE),
    "deputy": True,
    "distinct": True,
    "document_version": "第3版",
    "done": 4,
    "done_on": date(2023, 6, 12),
    "editor": UUID(int=0xED),
    "due": date(2023, 3, 31),
    "first_day": date(2020, 4, 1),
    "follows": UUID(int=0xED0),
    "first_due": date(2023, 2, 20),
    "formerly": UUID(int=0xFA),
    "from_certainty": "PLANNED",
    "from_due": date(2023, 2, 28),
    "from_milestones": ("2023-02-20 案の作成",),
    "from_start": date(2023, 2, 1),
    "from_wording": "～2023年2月",
    "group": "①",
    "held_on": date(2023, 6, 30),
    "hours": "10:00～12:00",
    "incident": UUID(int=0x13),
    "incidents": (UUID(int=0x11), UUID(int=0x12)),
    "into": UUID(int=0xDF),
    "investigation": UUID(int=0x1A),
    "item": UUID(int=0xA6),
    "issue": 2,
    "item_dues": (date(2023, 3, 1), None),
    "items": ("一覧を作成", "研修を実施"),
    "kind": "OCCURRENCE",
    "kinds": ("countermeasure", "report"),
    "known_to": (UUID(int=0x3E), UUID(int=0x3F)),
    "label": "他社の顧客情報の閲覧",
    "last_day": date(2025, 3, 31),
    "layer": "EFFECTIVE",
    "measure": "閲覧者数",
    "meeting": UUID(int=0xEE),
    "media_type": "application/pdf",
    "met": True,
    "member": UUID(int=0x3E),
    "method": "QUESTIONNAIRE",
    "milestones": ("2023-03-01 手順書の改訂",),
    "multiple": True,
    "name": "青木 花子",
    "name_en": "Retail company",
    "next_check": date(2024, 4, 1),
    "note": "退職者を除く",
    "number": "MZ-07",
    "occurred_on": date(2022, 12, 19),
    "of": UUID(int=0x10),
    "on": date(2023, 3, 20),
    "outcome": "DEFERRED",
    "parties": (0, 1, 2),
    "part": "WITNESS",
    "parts": (UUID(int=0xC2), UUID(int=0xC3)),
    "party": 2,
    "people": 620,
    "period_from": date(2022, 4, 1),
    "period_to": date(2022, 12, 31),
    "person": UUID(int=0xA1),
    "place": "本店 文書庫",
    "planned": 4,
    "population": 12_000,
    "present": (0, 2),
    "purpose": "ERASE",
    "question": "この画面を見てよいか",
    "quorum": 2,
    "reason": "検証に時間を要したため",
    "received_on": date(2023, 2, 17),
    "recurrence_of": UUID(int=0x10),
    "record": UUID(int=0x11),
    "records": (UUID(int=0xC0), UUID(int=0x4E)),
    "remark": "委託先を含む",
    "report": UUID(int=0x4E),
    "reporting": "報告済み",
    "request": UUID(int=0xE5),
    "respondents": 11_500,
    "responsible_department": UUID(int=0xDE),
    "responsible_party": 2,
    "restates": UUID(int=0xF1),
    "result": "全員が受講した",
    "role": "editor",
    "roll_out": UUID(int=0x50),
    "round": 1,
    "rule": "情報管理規程",
    "rule_version": "第3版",
    "sealed_sha256": "cd" * 32,
    "sha256": "ab" * 32,
    "since": date(2023, 1, 1),
    "size": 52_301,
    "slip": True,
    "split_from": UUID(int=0xC4),
    "stage": "FIRST",
    "start": date(2023, 2, 20),
    "stated_on": date(2023, 3, 1),
    "statement": "閲覧できることを知らなかった",
    "status": "PLANNED",
    "status_date": date(2023, 2, 17),
    "subject": UUID(int=0xC5),
    "subjects": (UUID(int=0xA0), UUID(int=0xC5)),
    "submitted_on": date(2023, 2, 20),
    "suffered": True,
    "summary": "託送業務の画面を通じて閲覧していた。\n対象は低圧の契約。",
    "taken_up": True,
    "target": "3か月続けて0件",
    "text": "次回に範囲を確かめる",
    "theme": "周知",
    "ticket": UUID(int=0x71),
    "title": "営業部門による閲覧",
    "to": 1,
    "to_kind": "incident",
    "topic": "誤送信の再発防止",
    "unit": "人",
    "until": date(2024, 3, 31),
    "upto": datetime(2023, 3, 20, 9, 30, tzinfo=UTC),
    "urgency": "AT_ONCE",
    "value": Decimal("1606.50"),
    "verdict": "FOLLOW_UP",
    "who": "内部統制部",
    "whole": False,
    "total": 19,
    "wording": "～2023年3月",
    "written_on": date(2023, 2, 17),
}
"""What a field holds in every example. A new field of a fact is told here first."""

TOLD_IN: Final[dict[str, dict[str, Any]]] = {
    "party.founded": {"number": 2},
    "link.made": {"to": UUID(int=0x11)},
    "schedule": {"kind": "BY"},
    "extension": {"kind": "BY"},
    "operation": {"kind": "TRAINING"},
    "evidence": {"about": UUID(int=0x11), "name": "実施記録.pdf"},
    "note": {"about": UUID(int=0x11)},
    "agenda_item": {"about": UUID(int=0x11)},
    "minutes_entry": {"about": UUID(int=0x11), "kind": "OUTCOME"},
    "action_item": {"about": UUID(int=0x11)},
    "review_meeting.opened": {"people": (5, 4)},
    "requirement": {
        "kind": "INFORMATION_REQUEST",
        "item": 2,
        "outcome": "NO_FURTHER_REPORTS",
    },
    "requirement.submitted": {"number": 1},
    "roll_out": {"about": UUID(int=0x11)},
    "roll_out_answer": {"verdict": "APPLIES"},
    "redaction": {"about": UUID(int=0x11)},
    "countermeasure": {"kind": "CORRECTIVE"},
    "release": {"kind": "incident"},
    "barrier_rule": {"name": "託送情報の目的外利用の禁止", "category": "NETWORK_CUSTOMER"},
    "statistics_publication": {
        "categories": (("MAY_I_SEE",), ("I_SAW", "OTHER")),
    },
    "ticket": {"category": "MAY_I_SEE", "name": "営業の甲", "outcome": "ADVISED"},
    "ticket.file_attached": {"name": "画面の写し.png", "media_type": "image/png"},
    "identity": {"name": "営業の乙"},
    "designation": {"basis": "指定書 第3号"},
    "incident_draft": {"title": "画面の誤表示"},
    "guidance_draft": {"basis": "情報取扱規程 第8条"},
    "guidance": {"basis": "情報取扱規程 第8条"},
}
"""Where a field of the same name means something else, by topic or its beginning."""


def roots() -> list[type[Root]]:
    """Every aggregate of the house."""
    for module in pkgutil.walk_packages(domain.__path__, "domain."):
        importlib.import_module(module.name)
    return [root for root in _below(Root) if root.__module__.startswith("domain.")]


def fact_classes() -> list[type[Fact]]:
    """Every fact of the house that is ever stored, by topic."""
    facts = [
        fact
        for root in roots()
        for name, fact in vars(root).items()
        # The library nests an Event of its own in each aggregate.
        if name != "Event" and isinstance(fact, type) and issubclass(fact, Fact)
    ]
    return sorted(facts, key=get_topic)


def is_of_the_desk(fact: type[Fact]) -> bool:
    """Whether it stands in the desk's log, sealed by subject; else it is the register's."""
    return issubclass(fact, DeskFact | FirstDeskFact)


def facts_of_the_register() -> list[type[Fact]]:
    """Those of them that stand in the register's log."""
    return [fact for fact in fact_classes() if not is_of_the_desk(fact)]


def example(fact: type[Fact]) -> Fact:
    """The example of this fact: the second of its stream, or the first where it begins one."""
    topic = get_topic(fact)
    details = dict(TOLD)
    for beginning in (topic.partition(".")[0], topic):
        details |= TOLD_IN.get(beginning, {})
    names = {field.name for field in dataclasses.fields(fact)}
    first = issubclass(fact, FirstFact)
    details |= {"originator_id": STREAM, "originator_version": 1 if first else 2}
    if first:
        details["originator_topic"] = topic.partition(".")[0]
    missing = names - details.keys()
    assert not missing, f"{topic}: tell in TOLD what {sorted(missing)} may hold"
    return fact(**{name: details[name] for name in names})


def _below(root: type[Root]) -> list[type[Root]]:
    return [one for sub in root.__subclasses__() for one in (sub, *_below(sub))]
