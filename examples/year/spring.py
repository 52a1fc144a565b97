"""January to May 2023: first figures, the report, who is responsible, first progress, a slip."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from commands.people.departments import found_department, rename_department
from commands.people.last_looks import mark_as_seen
from commands.people.members import enrol_member, grant_role
from commands.people.parties import rename_party
from commands.register.causes import (
    add_category,
    classify_cause,
    confirm_cause,
    dismiss_cause,
    number_cause,
    revise_cause,
)
from commands.register.classifying import classify_records
from commands.register.countermeasures import (
    assign_countermeasure,
    characterise_countermeasure,
    number_countermeasure,
    remark_countermeasure,
    revise_countermeasure,
)
from commands.register.evidence import attach_evidence
from commands.register.extensions import decide_extension, request_extension
from commands.register.incidents import (
    begin_investigation,
    confirm_incident,
    number_incident,
    report_incident,
    revise_incident,
)
from commands.register.notes import revise_note, write_note
from commands.register.progress import report_progress
from commands.register.reports import (
    found_report,
    record_investigation,
    restate_figure,
    revise_investigation,
    revise_report,
    state_figure,
)
from commands.register.schedules import correct_schedule, set_check_day, set_schedule
from domain.register.evidence import Document
from examples import report
from examples.play import MZ, PG, PUBLIC, SINCE
from examples.year import duties, meetings
from examples.year.stage import Stage, remember_the_report

EDITOR = "MZ editor"


def first_figures(stage: Stage) -> None:
    """What was known in January: about 890 people, then 85,783 contracts and 3,393 people."""
    stage.on(2023, 1, 13)
    stage.do(EDITOR, found_report, "first news", title="他小売の顧客情報の閲覧について（第1報）")
    stage.do(
        EDITOR,
        state_figure,
        "people",
        report=stage["first news"],
        label="速報",
        measure="閲覧者数",
        value=Decimal(890),
        unit="人",
        about=True,
        whole=True,
    )
    stage.on(2023, 1, 27)
    stage.do(
        EDITOR,
        revise_report,
        report=stage["first news"],
        title="他小売の顧客情報の閲覧について（第2報）",
        status_date=date(2023, 1, 27),
    )
    stage.do(
        EDITOR,
        restate_figure,
        "people",
        figure=stage["people"],
        value=Decimal(3_393),
        about=False,
        reason="閲覧記録の調査が終わり、概数を実数に改めた",
    )
    stage.do(
        EDITOR,
        state_figure,
        "contracts",
        report=stage["first news"],
        label="速報",
        measure="閲覧契約件数",
        value=Decimal(85_783),
        unit="件",
        whole=True,
    )


def the_report(stage: Stage) -> None:
    """The report of 17 February, released in the afternoon; it restates the first news."""
    stage.clock.move_to(report.REPORTED_ON, 10)
    made = stage.report(stage.people[EDITOR])
    remember_the_report(stage, made)
    for figure, value in (("people", 3_677), ("contracts", 94_721)):
        stage.do(
            EDITOR,
            restate_figure,
            figure,
            figure=stage[figure],
            value=Decimal(value),
            reason="閲覧の経路と対象の契約を広げて数え直した",
        )
    stage.clock.move_to(report.REPORTED_ON, 15)
    for view, record in made:
        stage.release(stage.people["MZ barrier_officer"], view, record, to=(0, 1, 3))
    stage.on(2023, 2, 24, 11)
    stage.inside_pg(stage.people["PG editor"])
    stage.on(2023, 3, 3, 14)
    stage.inside_hd(stage.people["HD editor"])


def who_is_responsible(stage: Stage) -> None:
    """Departments, their editors, and what each answers for."""
    stage.on(2023, 3, 6)
    for name in ("お客さま営業部", "情報システム部", "システム企画室", "内部監査室"):
        stage.do("operator", found_department, name, party=MZ, name=name, since=SINCE)
    systems = stage["情報システム部"]
    stage.join("MZ systems", party=MZ, name="MZ システム担当", role="editor", department=systems)
    for name in ("MZ 料金担当", "MZ 受付担当"):
        stage.people[name] = stage.do(
            "operator",
            enrol_member,
            party=MZ,
            name=name,
            roles=("member",),
            since=date(2023, 3, 6),
        )
    stage.do(
        "operator",
        grant_role,
        member=stage.people["PG auditor"],
        role="member",
        since=date(2023, 3, 6),
    )
    stage.do(
        "operator",
        grant_role,
        member=stage.people["MZ auditor"],
        role="auditor",
        department=stage["内部監査室"],
        since=date(2023, 3, 6),
    )
    for cause in ("spec", "tests", "monitor", "misuse"):
        stage.do(
            EDITOR,
            assign_countermeasure,
            countermeasure=stage[f"measure {cause}"],
            responsible_department=stage["情報システム部"],
        )
    for cause in ("body", "manual", "contractor"):
        stage.do(
            EDITOR,
            assign_countermeasure,
            countermeasure=stage[f"measure {cause}"],
            responsible_department=stage["お客さま営業部"],
        )
    stage.do(EDITOR, number_countermeasure, countermeasure=stage["measure body"], number="対策-06")
    stage.do(EDITOR, number_incident, incident=stage["incident mask"], number="事案-1")
    stage.do(EDITOR, number_cause, cause=stage["cause body"], number="原因-06")


def causes_looked_at(stage: Stage) -> None:
    """The analysis of causes: confirmed, reworded, filed, one dismissed."""
    stage.on(2023, 3, 14)
    stage.do(EDITOR, begin_investigation, incident=stage["incident mask"])
    stage.do(EDITOR, confirm_incident, incident=stage["incident mask"])
    stage.do(
        EDITOR,
        revise_incident,
        incident=stage["incident password"],
        summary="送配電会社の社員が電話で伝えたID・パスワードを用い、1件を閲覧した",
    )
    for cause in ("spec", "tests", "body"):
        stage.do(EDITOR, confirm_cause, cause=stage[f"cause {cause}"])
    stage.do(
        EDITOR,
        revise_cause,
        cause=stage["cause spec"],
        statement="委託先に渡した仕様に、情報遮断の条件が書かれていなかった",
    )
    stage.do(
        EDITOR,
        classify_cause,
        cause=stage["cause contractor"],
        category="委託先管理",
        kind="OCCURRENCE",
    )
    stage.do(EDITOR, add_category, name="外部環境")
    stage.do(
        EDITOR,
        dismiss_cause,
        cause=stage["cause assumed"],
        reason="聞き取りの結果、思い込みではなく手引きの不足が元と分かった",
    )


def first_progress(stage: Stage) -> None:
    """March and April: a desk opens, papers are attached, one measure gets more time, one date was
    mistyped."""
    stage.on(2023, 3, 31, 17)
    stage.do(
        EDITOR,
        report_progress,
        countermeasure=stage["measure body"],
        status="IMPLEMENTED",
        started_on=date(2023, 3, 1),
        finished_on=date(2023, 3, 31),
    )
    stage.do(
        EDITOR,
        attach_evidence,
        "desk rules",
        record=stage["measure body"],
        title="相談窓口の運営要領",
        document=Document(
            name="相談窓口運営要領", number="規-12", version="初版", place="社内規程集"
        ),
        categories=PUBLIC,
    )
    stage.on(2023, 4, 10)
    stage.do(
        EDITOR,
        request_extension,
        "more time",
        countermeasures=({"id": stage["measure audit"], "wording": "2023年6月末まで"},),
        reason="監査計画の決裁が6月の取締役会に延びた",
        categories=PUBLIC,
    )
    stage.do(
        EDITOR,
        correct_schedule,
        countermeasure=stage["measure manual"],
        wording="2023年3月～",
        written_on=report.REPORTED_ON,
        reason="2月は案の作成で、改訂の着手は3月だった。転記の誤り",
    )
    stage.do(
        "MZ systems",
        report_progress,
        countermeasure=stage["measure spec"],
        status="OPERATING",
        started_on=date(2023, 2, 20),
    )
    stage.do(
        EDITOR,
        set_check_day,
        countermeasure=stage["measure spec"],
        day=date(2023, 6, 30),
    )
    stage.do(
        EDITOR,
        revise_countermeasure,
        countermeasure=stage["measure misuse"],
        title="起動アプリで、システムを起動した者のIDを毎回確かめる",
        items=("起動時の照合", "照合結果の記録"),
    )
    stage.do(
        EDITOR,
        characterise_countermeasure,
        countermeasure=stage["measure learning"],
        kind="PREVENTIVE",
        continuing=True,
    )
    stage.do(
        EDITOR,
        remark_countermeasure,
        countermeasure=stage["measure monitor"],
        remark="94,721件の閲覧記録を学習に使えるか検討する",
    )
    stage.do(
        EDITOR,
        set_schedule,
        countermeasure=stage["measure monitor"],
        wording="2024年3月末を目途",
        reason="検討の期限を定めた",
    )
    stage.on(2023, 4, 14)
    stage.do(
        "MZ cco",
        decide_extension,
        extension=stage["more time"],
        granted=True,
        reason="取締役会の日程による。次の延長は認めない",
    )
    stage.do(
        "MZ cco", write_note, "cco note", record=stage["measure audit"], text="6月に必ず確認する"
    )
    stage.do("MZ cco", revise_note, note=stage["cco note"], text="6月の取締役会の後に確認する")
    stage.do("MZ cco", mark_as_seen)


def counted_again(stage: Stage) -> None:
    """May: counted over a longer time and by another unit, the figure is 399,376 views."""
    stage.on(2023, 5, 12)
    longer = stage.do(
        EDITOR,
        record_investigation,
        "longer logs",
        report=stage["report"],
        method="LOG",
        title="期間を広げた閲覧記録の調査",
        period_from=date(2016, 4, 1),
        period_to=date(2023, 1, 20),
    )
    stage.do(
        EDITOR,
        restate_figure,
        "views",
        figure=stage["contracts"],
        measure="閲覧回数",
        value=Decimal(399_376),
        unit="回",
        investigation=longer,
        reason="期間を2016年4月まで広げ、契約件数ではなく閲覧の回数で数えた",
    )
    stage.do(
        EDITOR,
        revise_investigation,
        investigation=longer,
        note="記録の残る期間のみ。2016年3月以前は分からない",
    )
    stage.do(
        "MZ barrier_officer",
        classify_records,
        ids=(longer, stage["views"], stage["first news"]),
        categories=PUBLIC,
    )
    stage.do("operator", rename_party, party=PG, name="送配電会社", name_en="Network operator")
    stage.do(
        "operator",
        rename_department,
        department=stage["システム企画室"],
        name="システム統括室",
        since=date(2023, 7, 1),
    )
    stage.do(
        "PG editor",
        report_incident,
        "pg keys",
        title="共用の鍵の貸出簿に記入のない日があった",
        occurred_on=date(2023, 5, 8),
        categories=("NONE",),
    )


def play(stage: Stage) -> None:
    """January to May."""
    first_figures(stage)
    the_report(stage)
    who_is_responsible(stage)
    duties.information_is_requested(stage)
    causes_looked_at(stage)
    duties.first_report(stage)
    first_progress(stage)
    meetings.in_april(stage)
    duties.asked_further(stage)
    counted_again(stage)
