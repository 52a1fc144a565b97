"""January to March 2024: it happens again, an effect is in doubt, and the year is put in order."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from commands.people.parties import close_party
from commands.register.barrier_rules import end_barrier_rule, impose_barrier_rule
from commands.register.causes import link_records, state_cause, unlink_records
from commands.register.checks import check_effect, question_effect, state_criterion
from commands.register.countermeasures import propose_countermeasure, split_countermeasure
from commands.register.incidents import (
    begin_investigation,
    close_incident,
    confirm_incident,
    mark_recurrence,
    reopen_incident,
    report_incident,
    revise_incident,
)
from commands.register.notes import withdraw_note
from commands.register.organisation import close_department
from commands.register.progress import accept_risk, cancel_countermeasure, give_verdict
from commands.register.redacting import confirm_redaction, decline_redaction, redact_text
from commands.register.releases import release_records
from examples.play import EXT, OF_NETWORK_CUSTOMERS, PUBLIC
from examples.year import meetings
from examples.year.duties import others_are_asked
from examples.year.stage import Stage
from papers.exporting import export_table
from papers.importing import import_paper

EDITOR = "MZ editor"

SHEET = """管理番号,原因,対策,種別,実施時期,状況
W-01,委託先の交代時に権限を消していなかった,委託先の交代時に権限を棚卸しする,是正・継続,2024年4月～,検討中
W-02,〃,棚卸しの結果を四半期ごとに報告する,予防・継続,毎四半期,
"""


def it_happens_again(stage: Stage) -> None:
    """A screen shows again what it should not: the gate's effect is in question."""
    stage.on(2024, 1, 15)
    stage.do(
        EDITOR,
        report_incident,
        "again",
        title="画面の改修後、一部の受付画面に隠すべき項目が再び表示された",
        group="他小売事業者の顧客情報",
        occurred_on=date(2024, 1, 12),
        categories=OF_NETWORK_CUSTOMERS,
    )
    stage.do(EDITOR, mark_recurrence, incident=stage["again"], of=stage["incident callcentre"])
    stage.do(EDITOR, link_records, cause=stage["cause spec"], record=stage["again"])
    stage.do(
        "MZ cco",
        question_effect,
        incident=stage["again"],
        countermeasures=(stage["measure spec"],),
    )
    stage.do(
        EDITOR,
        state_cause,
        "parts",
        statement="部品の入れ替えを確認会の対象にしていなかった",
        category="システム",
        kind="ESCAPE",
        categories=PUBLIC,
    )
    stage.do(EDITOR, link_records, cause=stage["parts"], record=stage["again"])
    stage.do(EDITOR, link_records, cause=stage["cause silence"], record=stage["again"])
    stage.do(
        EDITOR,
        unlink_records,
        cause=stage["cause silence"],
        record=stage["again"],
        reason="この事案では声が上がっていた",
    )
    stage.do(
        EDITOR,
        propose_countermeasure,
        "measure parts",
        title="部品の入れ替えも確認会にかける",
        wording="2024年3月末まで",
        written_on=date(2024, 1, 15),
        kind="CORRECTIVE",
        continuing=True,
        responsible_department=stage["情報システム部"],
        categories=PUBLIC,
    )
    stage.do(EDITOR, link_records, cause=stage["parts"], record=stage["measure parts"])
    check = stage.do(
        "MZ cco",
        state_criterion,
        countermeasure=stage["measure spec"],
        layer="EFFECTIVE",
        measure="本番で見つかる遮断の不備",
        baseline="2024年1月: 1件",
        target="3か月続けて0件",
        categories=PUBLIC,
    )
    _told_in_other_words(stage)
    _kept_apart(stage)
    others_are_asked(stage)
    stage.on(2024, 3, 25)
    stage.do(
        "MZ auditor",
        check_effect,
        check=check,
        met=False,
        result="2月に1件見つかった。部品の入れ替えが対象外だったため",
        checked_on=date(2024, 3, 22),
    )
    stage.do(
        "MZ cco",
        give_verdict,
        countermeasure=stage["measure spec"],
        verdict="NEEDS_IMPROVEMENT",
        reason="効果の基準を満たさない",
    )


def _told_in_other_words(stage: Stage) -> None:
    """The network company is told what happened, and does not read the incident itself; in February
    more is known, and the wording waits for a second look."""
    stage.on(2024, 1, 16)
    text = "小売の受付画面の改修後、隠すべき項目の一部が再び表示された。範囲は調査中"
    stage.do(
        "MZ barrier_officer",
        release_records,
        ids=(stage["again"],),
        to="PG",
        basis="合同会議の申合せ（速報の共有）",
        wordings=({"id": stage["again"], "text": text, "categories": PUBLIC},),
    )
    stage.on(2024, 2, 5)
    stage.do(
        EDITOR,
        revise_incident,
        incident=stage["again"],
        summary="表示されたのは3画面、閲覧した端末は2台。部品の入れ替え時に設定が戻っていた",
    )


def _kept_apart(stage: Stage) -> None:
    """The network company writes down what its retailer never gets; the retailer keeps what it still
    looks into from the holding company, for a while."""
    stage.on(2024, 2, 6)
    stage.do(
        "PG barrier_officer",
        impose_barrier_rule,
        name="託送情報の目的外利用・提供の禁止",
        category="NETWORK_CUSTOMER",
        to="MZ",
        basis="電気事業法の行為規制",
        first_day=date(2020, 4, 1),
    )
    rule = stage.do(
        "MZ barrier_officer",
        impose_barrier_rule,
        name="調査中の個人情報の共有停止",
        category="PERSONAL",
        to="HD",
        basis="個人情報取扱規程",
    )
    stage.on(2024, 2, 29)
    stage.do(
        "MZ barrier_officer",
        end_barrier_rule,
        rule=rule,
        reason="調査が終わったため",
        last_day=date(2024, 3, 31),
    )


def doubted(stage: Stage) -> None:
    """Asked once more, fewer would turn to the desk: what counted as resolved is to be judged anew."""
    stage.on(2024, 3, 26)
    stage.do(
        "MZ auditor",
        check_effect,
        check=stage["desk EFFECTIVE"],
        met=False,
        result="3月の意識調査で71%",
        reason="窓口の担当が替わり、周知が途切れていた",
        checked_on=date(2024, 3, 22),
    )


def put_in_order(stage: Stage) -> None:
    """March 2024: what is split, given up, accepted, closed, opened again."""
    stage.on(2024, 3, 27)
    stage.do(
        EDITOR,
        split_countermeasure,
        countermeasure=stage["measure silence"],
        parts=(
            {"title": "直属の上司・部下以外と話す場を月に一度設ける"},
            {
                "title": "本店と現場の対話を四半期ごとに行う",
                "wording": "2024年度",
                "reason": "四半期ごとの日程は新年度の計画に合わせる",
            },
        ),
    )
    stage.do(
        EDITOR,
        cancel_countermeasure,
        countermeasure=stage["measure priority 2"],
        reason="分けた対話の場で行うため",
    )
    stage.do(
        "MZ cco",
        accept_risk,
        countermeasure=stage["measure monitor"],
        reason="常時監視は費用に見合わず、月次の点検で足りると判断した",
    )
    stage.do(EDITOR, close_incident, incident=stage["incident mask"])
    stage.do(
        EDITOR,
        reopen_incident,
        incident=stage["incident mask"],
        reason="再発した事案と同じ画面の部品が残っていたため",
    )
    for incident in ("incident callcentre", "pg keys"):
        who = "PG editor" if incident == "pg keys" else EDITOR
        stage.do(who, begin_investigation, incident=stage[incident])
        stage.do(who, confirm_incident, incident=stage[incident])
        stage.do(who, close_incident, incident=stage[incident])
    a_name_slips_in(stage)
    stage.do("MZ cco", withdraw_note, note=stage["cco note"])
    stage.do("operator", close_department, department=stage["内部監査室"], until=date(2024, 6, 30))
    stage.do("operator", close_party, party=EXT, until=date(2024, 12, 31))


def a_name_slips_in(stage: Stage) -> None:
    """A customer's name came to stand in a note: two people destroy that text. Another one stays."""
    slipped = stage.do(
        "MZ barrier_officer",
        redact_text,
        record=stage["cco note"],
        field="text",
        reason="お客さまの氏名が書かれていた",
    )
    stage.do("MZ cco", confirm_redaction, redaction=slipped)
    mistaken = stage.do(
        "MZ barrier_officer",
        redact_text,
        record=stage["incident mask"],
        field="title",
        reason="氏名の疑い",
    )
    stage.do("MZ cco", decline_redaction, redaction=mistaken, reason="画面の名称であり氏名ではない")


def sheet_of_the_year(stage: Stage) -> None:
    """The next sheet is imported, and the table of the year written out."""
    stage.on(2024, 3, 29)
    result = import_paper(
        stage.office,
        stage.people[EDITOR],
        SHEET.encode(),
        "2024年度の対策.csv",
        written_on=date(2024, 3, 29),
    )
    assert not result.problems, result.problems
    stage.given.add("import_workbook")
    export_table(stage.office, stage.people["MZ cco"], "csv", BytesIO())
    stage.given.add("export")


def play(stage: Stage) -> None:
    """January to March."""
    it_happens_again(stage)
    doubted(stage)
    meetings.before_march(stage)
    put_in_order(stage)
    meetings.in_march(stage)
    sheet_of_the_year(stage)
