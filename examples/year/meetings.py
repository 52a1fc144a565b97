"""The joint review meeting of the year: in April, in September, and in March 2024."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from commands.register.action_items import (
    assign_action_item,
    drop_action_item,
    reopen_action_item,
    report_action_item,
    revise_action_item,
)
from commands.register.agenda import (
    add_agenda_item,
    reword_agenda_item,
    set_agenda_item_apart,
    share_agenda_item,
    withdraw_agenda_item,
)
from commands.register.meetings import (
    adjourn_meeting,
    cancel_meeting,
    close_papers,
    confirm_minutes,
    convene_meeting,
    open_meeting,
    replace_papers,
    revise_meeting,
)
from commands.register.minutes import (
    amend_minutes,
    apply_outcome,
    enter_opinion,
    enter_resolution,
    record_outcome,
    strike_out_entry,
)
from examples.play import MZ, PG
from examples.year.stage import Stage

DESK = "HD secretariat"
"""Who convenes the meetings."""
PARTIES = ("HD", "PG", "MZ", "EXT")
PRESENT = tuple({"party": code, "people": people} for code, people in zip(PARTIES, (5, 6, 7, 2)))  # noqa: B905 -- as many


def secretariats(stage: Stage) -> None:
    """Each company names who prepares for it."""
    for party, code in ((PG, "PG"), (MZ, "MZ")):
        stage.join(f"{code} secretariat", party=party, name=f"{code} 事務局", role="secretariat")


def in_april(stage: Stage) -> None:
    """The first one: the measures are reviewed, one slip is taken note of."""
    stage.on(2023, 4, 11)
    secretariats(stage)
    meeting = stage.do(
        DESK,
        convene_meeting,
        "first meeting",
        title="第1回 再発防止等合同検討会議",
        held_on=date(2023, 4, 19),
        hours="13:30～15:30",
        place="持株会社 本店",
        parties=PARTIES,
        quorum=3,
    )
    stage.do(DESK, revise_meeting, meeting=meeting, held_on=date(2023, 4, 20))
    stage.on(2023, 4, 13)
    items = {
        name: stage.do("MZ secretariat", add_agenda_item, f"first {name}", meeting=meeting, **about)
        for name, about in (
            ("audit", {"record": stage["measure audit"], "common": True}),
            ("training", {"record": stage["measure training"], "common": True}),
            ("mask", {"record": stage["incident mask"], "topic": "最も件数の多い事案"}),
        )
    }
    stage.do("MZ editor", share_agenda_item, item=items["mask"])
    stage.do(DESK, add_agenda_item, "first dates", meeting=meeting, topic="次回の日程")
    extra = stage.do(DESK, add_agenda_item, meeting=meeting, topic="その他")
    stage.do(DESK, withdraw_agenda_item, item=extra)
    stage.on(2023, 4, 17)
    stage.do(DESK, close_papers, meeting=meeting, status_date=date(2023, 4, 14))
    stage.on(2023, 4, 20, 14)
    stage.do(DESK, open_meeting, meeting=meeting, attendance=PRESENT)
    entry = stage.do(
        "MZ secretariat",
        record_outcome,
        item=items["audit"],
        outcome="EXAMINE_FURTHER",
        text="監査の範囲に委託先が入るかを確かめる",
    )
    stage.do(
        "MZ secretariat",
        record_outcome,
        item=items["training"],
        outcome="DECIDED",
        text="計画のとおり続け、理解度を次回に示す",
    )
    stage.do(
        "MZ secretariat",
        apply_outcome,
        item=items["training"],
        verdict="FOLLOW_UP",
        reason="理解度を次回に示す",
    )
    stage.do(
        DESK,
        enter_opinion,
        meeting=meeting,
        item=items["training"],
        theme="研修の効果",
        text="受講の数だけでなく、行動が変わったかを見てほしい",
    )
    twice = stage.do(DESK, enter_opinion, meeting=meeting, theme="進め方", text="次回は現場も見る")
    stage.do(DESK, strike_out_entry, entry=twice, reason="決定事項として記載したため")
    stage.do(DESK, enter_resolution, meeting=meeting, text="次回は受付の現場を見てから審議する")
    stage.do(
        "MZ secretariat",
        assign_action_item,
        "scope of the audit",
        meeting=meeting,
        item=items["audit"],
        text="監査の範囲に委託先を含めるかを確かめる",
        who="内部監査室",
        due=date(2023, 6, 30),
    )
    stage.do(
        DESK,
        assign_action_item,
        "a visit",
        meeting=meeting,
        text="受付の現場を見る日を決める",
        party="MZ",
    )
    stage.do(DESK, adjourn_meeting, meeting=meeting, corrections_until=date(2023, 4, 28))
    stage.on(2023, 4, 26)
    stage.do(
        "MZ secretariat",
        amend_minutes,
        entry=entry,
        text="監査の範囲に委託先と再委託先が入るかを確かめる",
        reason="再委託先が抜けていた",
    )
    stage.on(2023, 5, 1)
    stage.do(DESK, confirm_minutes, meeting=meeting)


def in_september(stage: Stage) -> None:
    """The second one: what was promised is looked at first; the papers are replaced once."""
    stage.on(2023, 8, 31)
    meeting = stage.do(
        DESK,
        convene_meeting,
        "second meeting",
        title="第2回 再発防止等合同検討会議",
        held_on=date(2023, 9, 21),
        place="小売会社 受付センター",
        parties=PARTIES,
        quorum=3,
        follows=stage["first meeting"],
    )
    stage.on(2023, 9, 5)
    _promised(stage)
    stage.on(2023, 9, 12)
    audit = stage.do(
        "MZ secretariat",
        add_agenda_item,
        meeting=meeting,
        record=stage["measure audit"],
        common=True,
    )
    gate = stage.do(
        "MZ editor", add_agenda_item, meeting=meeting, record=stage["measure spec"], common=True
    )
    stage.do("MZ editor", reword_agenda_item, item=gate, topic="開発着手前の確認会")
    keys = stage.do(
        "PG secretariat",
        add_agenda_item,
        "keys",
        meeting=meeting,
        record=stage["pg keys"],
        topic="鍵の貸出簿",
    )
    stage.on(2023, 9, 14)
    stage.do(DESK, close_papers, meeting=meeting)
    cause = stage.do(
        "MZ secretariat",
        add_agenda_item,
        meeting=meeting,
        record=stage["cause spec"],
        common=True,
    )
    stage.do("MZ secretariat", set_agenda_item_apart, item=cause)
    stage.on(2023, 9, 19)
    stage.do(DESK, replace_papers, meeting=meeting, reason="原因の議題を加えたため")
    stage.on(2023, 9, 21, 14)
    stage.do(DESK, open_meeting, meeting=meeting, attendance=PRESENT)
    _concluded(stage, "MZ secretariat", {audit: "監査の範囲を了承", gate: None, cause: None})
    _concluded(stage, "PG secretariat", {keys: "貸出簿を電子にする"})
    stage.do(
        "PG secretariat",
        assign_action_item,
        "key register",
        meeting=meeting,
        item=keys,
        text="鍵の貸出簿を電子にする",
        due=date(2024, 1, 31),
    )
    stage.do(DESK, adjourn_meeting, meeting=meeting, corrections_until=date(2023, 9, 28))
    stage.on(2023, 9, 29)
    stage.do(DESK, confirm_minutes, meeting=meeting)


def _promised(stage: Stage) -> None:
    """What was asked for in April: done, reopened and done again, dropped."""
    stage.do(
        DESK,
        revise_action_item,
        action_item=stage["a visit"],
        text="受付の現場を9月に見る日を決める",
    )
    stage.do("MZ editor", report_action_item, action_item=stage["a visit"], result="9月21日とした")
    scope = stage["scope of the audit"]
    stage.do("MZ editor", report_action_item, action_item=scope, done_on=date(2023, 6, 28))
    stage.do("MZ secretariat", reopen_action_item, action_item=scope, reason="再委託先が未確認")
    stage.do("MZ editor", report_action_item, action_item=scope, result="再委託先も含めた")


def _concluded(stage: Stage, who: str, items: dict[UUID, str | None]) -> None:
    for item, text in items.items():
        stage.do(who, record_outcome, item=item, outcome="DECIDED", text=text)


def called_off(stage: Stage) -> None:
    """An extraordinary meeting that was not needed."""
    stage.on(2023, 12, 20)
    meeting = stage.do(
        DESK,
        convene_meeting,
        title="臨時 再発防止等合同検討会議",
        held_on=date(2024, 1, 11),
        parties=("MZ",),
    )
    stage.on(2024, 1, 10)
    stage.do(DESK, cancel_meeting, meeting=meeting, reason="書面で足りたため")


def before_march(stage: Stage) -> None:
    """The third one is prepared: an effect is in doubt, and what the new year is to bring."""
    stage.on(2024, 3, 26, 15)
    meeting = stage.do(
        DESK,
        convene_meeting,
        "third meeting",
        title="第3回 再発防止等合同検討会議",
        held_on=date(2024, 3, 28),
        parties=PARTIES,
        quorum=3,
        follows=stage["second meeting"],
    )
    for name, record, common in (("gate", "measure spec", True), ("again", "again", False)):
        about = {"meeting": meeting, "record": stage[record], "common": common}
        stage.do("MZ secretariat", add_agenda_item, f"third {name}", **about)
    stage.do(
        "PG secretariat", drop_action_item, action_item=stage["key register"], reason="更改に含めた"
    )


def in_march(stage: Stage) -> None:
    """The third one is held; its minutes can still be corrected as the year ends."""
    meeting = stage["third meeting"]
    stage.on(2024, 3, 27, 17)
    stage.do(DESK, close_papers, meeting=meeting)
    stage.on(2024, 3, 28)
    stage.do(DESK, open_meeting, meeting=meeting, attendance=PRESENT[:3])
    for name, text in (("gate", "部品の入れ替えも対象にする"), ("again", "原因の分析を待つ")):
        item = stage[f"third {name}"]
        stage.do("MZ secretariat", record_outcome, item=item, outcome="RECONSIDER", text=text)
    stage.do(DESK, adjourn_meeting, meeting=meeting, corrections_until=date(2024, 4, 12))
