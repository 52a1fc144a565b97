"""June to December 2023: what is done again and again, reorganised companies, effects looked at."""

from __future__ import annotations

from datetime import date

from commands.people.members import end_role, move_member, rename_member, retire_member
from commands.register.checks import check_effect, restate_criterion, state_criterion
from commands.register.evidence import attach_evidence, revise_evidence, withdraw_evidence
from commands.register.extensions import request_extension, withdraw_extension
from commands.register.operations import record_operation, revise_operation
from commands.register.organisation import merge_departments
from commands.register.progress import give_verdict, hand_over_countermeasure, report_progress
from commands.register.releases import release_record, withdraw_release
from commands.register.schedules import reschedule_countermeasure
from domain.files import HandedIn
from domain.register.evidence import Document
from domain.register.release import Release
from examples.play import BASIS, HD, PUBLIC
from examples.year import meetings
from examples.year.stage import Stage
from projections.register.evidence import EVIDENCE

EDITOR = "MZ editor"


def again_and_again(stage: Stage) -> None:
    """Training, rounds and gates from April to September; the check days move along."""
    stage.on(2023, 7, 3)
    stage.do(
        EDITOR,
        record_operation,
        "training",
        kind="TRAINING",
        title="行為規制の研修と理解度の確認",
        period_from=date(2023, 4, 1),
        period_to=date(2023, 6, 30),
        planned=4,
        done=4,
        people=3_845,
        result="理解度の平均は86点。80点未満の212人は再受講した",
        countermeasures=(stage["measure training"], stage["measure learning"]),
        categories=PUBLIC,
    )
    stage.do(
        "MZ systems",
        record_operation,
        "gates",
        kind="DEVELOPMENT_GATE",
        title="開発着手前の確認会",
        period_from=date(2023, 4, 1),
        period_to=date(2023, 6, 30),
        planned=6,
        done=5,
        result="1件は延期。5件のうち2件で遮断の条件を仕様に加えた",
        countermeasures=(stage["measure spec"],),
        categories=PUBLIC,
    )
    stage.do(
        "MZ systems",
        revise_operation,
        operation=stage["gates"],
        done=6,
        result="延期の1件も6月30日に行った。6件のうち2件で遮断の条件を仕様に加えた",
    )
    stage.do(
        EDITOR,
        attach_evidence,
        "attendance",
        record=stage["training"],
        title="受講者名簿の集計",
        file=HandedIn(
            "研修の集計.csv", "月,回数,受講者\n4月,2,1900\n5月,1,980\n6月,1,965\n".encode()
        ),
        categories=PUBLIC,
    )
    stage.do(EDITOR, revise_evidence, evidence=stage["attendance"], title="受講者の集計（月別）")
    wrong = stage.do(
        EDITOR,
        attach_evidence,
        record=stage["training"],
        title="別の研修の案内",
        document=Document(name="安全衛生研修のご案内", number=None, version=None, place=None),
    )
    stage.do(EDITOR, withdraw_evidence, evidence=wrong, reason="別の研修の文書を付けていた")
    stage.do(
        "MZ barrier_officer",
        release_record,
        view=EVIDENCE,
        record=stage["attendance"],
        to=HD,
        basis=BASIS,
        until=date(2024, 3, 31),
    )
    stage.do(
        "MZ systems",
        report_progress,
        countermeasure=stage["measure misuse"],
        status="OPERATING",
        started_on=date(2023, 6, 1),
    )
    stage.do(
        EDITOR,
        report_progress,
        countermeasure=stage["measure audit"],
        status="IMPLEMENTED",
        finished_on=date(2023, 6, 28),
    )


def reorganised(stage: Stage) -> None:
    """October: two departments become one, somebody goes to the holding company."""
    stage.on(2023, 10, 2)
    stage.do(
        "operator",
        merge_departments,
        into=stage["情報システム部"],
        departments=(stage["システム企画室"],),
        since=date(2023, 10, 1),
    )
    stage.do("operator", rename_member, member=stage.people["PG member"], name="PG 託送業務委員")
    stage.do(
        "operator",
        move_member,
        member=stage.people["MZ 料金担当"],
        party=HD,
        roles=("member",),
        since=date(2023, 11, 1),
    )
    stage.do(
        "operator",
        end_role,
        member=stage.people["PG auditor"],
        role="member",
        until=date(2023, 12, 31),
    )
    stage.do(
        "operator",
        retire_member,
        member=stage.people["MZ 受付担当"],
        until=date(2023, 10, 31),
    )


def effects(stage: Stage) -> None:
    """The desk works: criteria stated in April, looked at in layers, resolved in December."""
    stage.on(2023, 10, 5)
    for layer, measure, baseline, target in (
        ("SET_UP", "窓口の開設と周知", None, "全社に周知し、要領が定まっている"),
        (
            "OPERATED",
            "受け付けた相談と回答",
            "なし（窓口がなかった）",
            "すべてに20日以内に答えている",
        ),
        ("EFFECTIVE", "意識調査で「迷ったら相談する」と答えた割合", "2023年2月: 41%", "80%以上"),
    ):
        stage.do(
            "MZ cco",
            state_criterion,
            f"desk {layer}",
            countermeasure=stage["measure body"],
            layer=layer,
            measure=measure,
            baseline=baseline,
            target=target,
            categories=PUBLIC,
        )
    stage.do(
        "MZ cco",
        restate_criterion,
        check=stage["desk EFFECTIVE"],
        measure="意識調査で「迷ったら相談する」と答えた割合（委託先を含む）",
        baseline="2023年2月: 41%",
        target="80%以上",
    )
    stage.on(2023, 12, 11)
    for layer, result in (
        ("SET_UP", "4月3日に全社へ周知。要領は規-12"),
        ("OPERATED", "相談37件のすべてに20日以内に回答"),
        ("EFFECTIVE", "11月の意識調査で83%"),
    ):
        stage.do(
            "MZ auditor",
            check_effect,
            check=stage[f"desk {layer}"],
            met=True,
            result=result,
            checked_on=date(2023, 12, 8),
        )
    stage.do(
        "MZ cco",
        give_verdict,
        countermeasure=stage["measure body"],
        verdict="RESOLVED",
        reason="3つの層とも基準を満たした",
    )


def handed_over(stage: Stage) -> None:
    """The gate of the developers becomes routine."""
    stage.on(2023, 12, 18)
    for layer, baseline, target in (
        ("SET_UP", None, "確認会が規程にある"),
        ("OPERATED", "2022年度: 開いていない", "着手するすべての案件で確認会を開いている"),
        ("EFFECTIVE", "2022年度: 4件", "本番前の試験で見つかる遮断の不備が0件"),
    ):
        check = stage.do(
            "MZ cco",
            state_criterion,
            countermeasure=stage["measure spec"],
            layer=layer,
            measure="開発着手前の確認会",
            baseline=baseline,
            target=target,
            categories=PUBLIC,
        )
        stage.do(
            "MZ auditor",
            check_effect,
            check=check,
            met=True,
            result="満たしている",
            checked_on=date(2023, 12, 18),
        )
    stage.do(
        EDITOR,
        hand_over_countermeasure,
        countermeasure=stage["measure spec"],
        receiving_department=stage["情報システム部"],
        rule="システム開発規程 第14条",
        rule_version="第5版",
        next_check=date(2024, 6, 28),
        decision="2023-12-15 の社内委員会",
    )
    stage.do(
        "MZ barrier_officer",
        withdraw_release,
        release=Release.id_for(stage["attendance"], HD),
        reason="集計の様式を改めるため",
    )


def asked_and_taken_back(stage: Stage) -> None:
    """More time is asked for once more, and not needed after all."""
    stage.on(2023, 12, 20)
    stage.do(
        EDITOR,
        request_extension,
        "no more time",
        countermeasures=({"id": stage["measure monitor"], "wording": "2024年9月末を目途"},),
        reason="比べる製品を増やしたい",
        categories=PUBLIC,
    )
    stage.on(2023, 12, 22)
    stage.do(EDITOR, withdraw_extension, extension=stage["no more time"])
    stage.do(
        EDITOR,
        reschedule_countermeasure,
        countermeasure=stage["measure monitor"],
        wording="2024年3月末まで",
        reason="月次の点検で足りるかも、同じ期限で判断する",
    )


def play(stage: Stage) -> None:
    """June to December."""
    again_and_again(stage)
    meetings.in_september(stage)
    reorganised(stage)
    effects(stage)
    handed_over(stage)
    meetings.called_off(stage)
    asked_and_taken_back(stage)
