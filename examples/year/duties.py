"""What an authority wants of the retailer, and what the companies ask each other when it happens again."""

from __future__ import annotations

from datetime import date

from commands.register.releases import release_record
from commands.register.requirements import (
    answer_requirement,
    end_requirement,
    follow_up_requirement,
    receive_requirement,
    revise_requirement,
    submit_requirement,
)
from commands.register.roll_outs import (
    answer_roll_out,
    ask_roll_out,
    revise_roll_out,
    revise_roll_out_answer,
    withdraw_roll_out,
)
from examples.play import HD, MZ, PUBLIC
from examples.year.stage import Stage
from projections.register.requirements import REQUIREMENTS
from projections.register.roll_outs import ROLL_OUT_ANSWERS

EDITOR, OFFICER, CCO = "MZ editor", "MZ barrier_officer", "MZ cco"


def information_is_requested(stage: Stage) -> None:
    """March: an information request is received, with a day mistyped at first, and records answer it."""
    stage.on(2023, 3, 7)
    stage.do(
        EDITOR,
        receive_requirement,
        "request",
        kind="INFORMATION_REQUEST",
        authority="電力の規制当局",
        title="他小売の顧客情報の閲覧に関する報告徴収",
        received_on=date(2023, 3, 6),
        due=date(2023, 3, 30),
        items=(
            {"text": "閲覧の経緯と件数"},
            {"text": "閲覧に至った原因"},
            {"text": "再発防止策とその実施時期", "due": date(2023, 4, 14)},
        ),
        categories=PUBLIC,
    )
    stage.do(EDITOR, revise_requirement, requirement=stage["request"], due=date(2023, 3, 20))
    for item, names in (
        (1, ("incident callcentre", "figure 閲覧契約件数", "logs")),
        (2, ("cause spec", "cause training")),
        (3, ("measure spec", "measure training")),
    ):
        answering = tuple(stage[name] for name in names)
        stage.do(EDITOR, answer_requirement, requirement=stage["request"], item=item, add=answering)


def first_report(stage: Stage) -> None:
    """The first report is handed in, and the holding company is shown the request."""
    stage.on(2023, 3, 20, 13)
    stage.do(
        EDITOR,
        submit_requirement,
        requirement=stage["request"],
        stage="FIRST",
        items=(1, 2),
        status_date=date(2023, 3, 17),
        note="経緯・件数・原因を報告した。再発防止策は4月14日までに報告する",
        records=(stage["report"],),
        incidents=(stage["incident callcentre"],),
    )
    stage.do(
        OFFICER,
        release_record,
        view=REQUIREMENTS,
        record=stage["request"],
        to=HD,
        basis="持株会社の報告の取りまとめ",
    )


def asked_further(stage: Stage) -> None:
    """April and May: more is asked, the final report is handed in, and no more is wanted."""
    stage.on(2023, 4, 12)
    stage.do(
        EDITOR,
        follow_up_requirement,
        requirement=stage["request"],
        asked_on=date(2023, 4, 11),
        items=({"text": "委託先ごとの内訳", "due": date(2023, 4, 28)},),
    )
    stage.on(2023, 4, 14)
    stage.do(
        CCO,
        submit_requirement,
        requirement=stage["request"],
        stage="FINAL",
        note="再発防止策と委託先ごとの内訳",
        records=(stage["report"],),
        incidents=(stage["incident callcentre"],),
        reporting="4/14最終報を報告済み",
    )
    stage.on(2023, 5, 10)
    stage.do(
        CCO,
        end_requirement,
        requirement=stage["request"],
        outcome="NO_FURTHER_REPORTS",
        reason="追加の報告は不要との連絡",
    )


def others_are_asked(stage: Stage) -> None:
    """March 2024: the other companies are asked whether their screens show the same; one of them was asked
    by mistake, the other looks into it and answers."""
    stage.on(2024, 3, 1)
    text = "画面の部品を入れ替えた後、隠すべき項目が再び表示される例がありました。同じ部品の有無をご確認ください"
    asked = [{"party": code, "text": text, "categories": PUBLIC} for code in ("PG", "HD")]
    for name, one in zip(("asked PG", "asked HD"), asked, strict=True):
        stage.do(
            OFFICER,
            ask_roll_out,
            name,
            record=stage["again"],
            parties=(one,),
            answer_by=date(2024, 3, 22),
        )
    stage.do(
        OFFICER,
        revise_roll_out,
        roll_out=stage["asked PG"],
        text=f"{text}（画面の部品の名称：表示制御の共通部品）",
    )
    stage.do(OFFICER, withdraw_roll_out, roll_out=stage["asked HD"], reason="対象の画面がない会社")
    stage.on(2024, 3, 4)
    stage.do(
        "PG editor",
        answer_roll_out,
        "answer of PG",
        roll_out=stage["asked PG"],
        verdict="UNDER_EXAMINATION",
        text="対象の画面を一覧にしている",
        categories=PUBLIC,
    )
    stage.on(2024, 3, 18)
    stage.do(
        "PG editor",
        revise_roll_out_answer,
        answer=stage["answer of PG"],
        verdict="DOES_NOT_APPLY",
        text="同じ部品を使う画面はない。今後の改修で使う場合は事前に確かめる",
    )
    stage.do(
        "PG barrier_officer",
        release_record,
        view=ROLL_OUT_ANSWERS,
        record=stage["answer of PG"],
        to=MZ,
        basis="横展開への回答",
    )
