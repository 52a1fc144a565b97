"""What a party keeps of its own: a record of each kind, and what becomes of them over the weeks.

Told in both worlds it is what the viewer may know, told in one alone it is what they may not.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID, uuid4

from commands.people.departments import found_department, rename_department
from commands.people.members import end_role, enrol_member, grant_role, rename_member
from commands.register.causes import (
    add_category,
    classify_cause,
    confirm_cause,
    link_records,
    state_cause,
    unlink_records,
)
from commands.register.checks import check_effect, question_effect, state_criterion
from commands.register.classifying import classify_records
from commands.register.countermeasures import (
    assign_countermeasure,
    propose_countermeasure,
    remark_countermeasure,
    revise_countermeasure,
    split_countermeasure,
)
from commands.register.evidence import attach_evidence, revise_evidence, withdraw_evidence
from commands.register.extensions import (
    decide_extension,
    request_extension,
    withdraw_extension,
)
from commands.register.guidance import publish_guidance, withdraw_guidance
from commands.register.incidents import (
    begin_investigation,
    close_incident,
    confirm_incident,
    number_incident,
    report_incident,
    revise_incident,
)
from commands.register.notes import revise_note, withdraw_note, write_note
from commands.register.operations import record_operation, revise_operation
from commands.register.organisation import merge_departments
from commands.register.progress import (
    cancel_countermeasure,
    give_verdict,
    hand_over_countermeasure,
    report_progress,
)
from commands.register.reports import (
    found_report,
    record_investigation,
    restate_figure,
    revise_investigation,
    revise_report,
    state_figure,
)
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
from commands.register.schedules import reschedule_countermeasure, set_check_day
from domain.files import HandedIn
from domain.register.evidence import Document
from tests.houses import OPENING
from tests.wall.minting import minting
from tests.wall.worlds import Hidden, World

Tell = Callable[..., UUID]

PUBLIC: Final = ("NONE",)
PARTS: Final = ("divided", "first part countermeasure", "second part countermeasure")
LAYERS: Final = ("SET_UP", "OPERATED", "EFFECTIVE")
VALUE: Final = Decimal(3677)
"""A number that stands in figures and in texts, on both sides of the wall."""


def affairs(world: World, tell: Tell, who: str, about: str, words: str) -> Hidden:
    """A party's year. `who` is its place in the cast, `about` what its records are called in the
    story, `words` what stands in their texts."""
    editor, cco, auditor = (f"{who} {role}" for role in ("editor", "cco", "auditor"))

    def a(name: str) -> UUID:
        return world[f"{about} {name}"]

    def make(called: str, /, *command: Any, **details: Any) -> UUID:
        by = details.pop("by", editor)
        return tell(by, *command, named=f"{about} {called}", **details)

    def reported(called: str, title: str, **more: Any) -> UUID:
        return make(called, report_incident, title=f"{words}{title}", categories=PUBLIC, **more)

    # ----- reports, investigations, incidents ----------------------------------------------------
    make("report", found_report, title=f"{words}の第1報", categories=PUBLIC)
    tell(editor, revise_report, report=a("report"), title=f"{words}の報告", status_date=OPENING)
    yield
    make(
        "investigation",
        record_investigation,
        method="LOG",
        report=a("report"),
        title=f"{words}のログ調査",
        population=4_000,
        categories=PUBLIC,
    )
    tell(editor, revise_investigation, investigation=a("investigation"), respondents=3_900)
    yield
    reported(
        "first incident",
        "の誤送信",
        group=f"{words}の区分",
        summary=f"{words}の経緯。{VALUE}件を閲覧した",
        reporting="2/10報告済み",
        occurred_on=date(2023, 1, 20),
        number=f"{words}の1",
    )
    reported("second incident", "の誤表示", recurrence_of=a("first incident"))
    yield
    tell(editor, begin_investigation, incident=a("first incident"))
    tell(editor, confirm_incident, incident=a("first incident"))
    tell(editor, number_incident, incident=a("second incident"), number="1")
    yield
    tell(editor, revise_incident, incident=a("second incident"), summary=f"{words}を確かめた")
    tell(editor, close_incident, incident=a("second incident"), reason="重複")
    yield
    # ----- causes --------------------------------------------------------------------------------
    make(
        "cause",
        state_cause,
        statement=f"{words}の手順がない",
        category=f"{words}の分類",
        kind="OCCURRENCE",
        number=f"{words}の1",
        categories=PUBLIC,
    )
    make("other cause", state_cause, statement=f"{words}の点検がない", categories=PUBLIC)
    yield
    tell(editor, add_category, name=f"{words}の別の分類")
    tell(editor, classify_cause, cause=a("other cause"), category="システム", kind="ESCAPE")
    tell(editor, confirm_cause, cause=a("cause"))
    yield
    # ----- people --------------------------------------------------------------------------------
    party = world.cast.number(who)
    for name in ("first", "second"):
        make(
            f"{name} department",
            found_department,
            by="operator",
            party=party,
            name=f"{words}の{name}部",
            since=OPENING,
        )
    tell("operator", rename_department, department=a("first department"), name=f"{words}の新部")
    make(
        "member",
        enrol_member,
        by="operator",
        party=party,
        name=f"{words}の人",
        roles=("member",),
        since=OPENING,
    )
    yield
    tell("operator", rename_member, member=a("member"), name=f"{words}の旧姓の人")
    tell(
        "operator",
        grant_role,
        member=a("member"),
        role="editor",
        department=a("first department"),
        since=OPENING,
    )
    tell("operator", end_role, member=a("member"), role="member")
    yield
    # ----- countermeasures -----------------------------------------------------------------------
    make(
        "countermeasure",
        propose_countermeasure,
        title=f"{words}の二重確認",
        items=(f"{words}の一", "二"),
        kind="CORRECTIVE",
        continuing=True,
        responsible_department=a("first department"),
        number=f"{words}の1",
        remark=f"{words}の備考",
        wording="2023年3月末までに",
        categories=PUBLIC,
    )
    make("late countermeasure", propose_countermeasure, title=f"{words}の改修", categories=PUBLIC)
    make(
        "whole countermeasure",
        propose_countermeasure,
        title=f"{words}の研修",
        wording="2023年6月末までに",
        responsible_department=a("second department"),
        categories=PUBLIC,
    )
    yield
    asked = {"wording": "2023年5月末までに", "written_on": date(2023, 2, 17)}
    make(
        "extension",
        request_extension,
        countermeasures=({"id": a("countermeasure"), **asked},),
        reason=f"{words}の部品の遅れ",
        categories=PUBLIC,
    )
    later = {"wording": "2023年9月末までに", "written_on": date(2023, 2, 17)}
    for name in ("withdrawn", "declined"):
        make(
            f"{name} extension",
            request_extension,
            countermeasures=({"id": a("whole countermeasure"), **later},),
            reason=f"{words}の会場の都合",
            categories=PUBLIC,
        )
        if name == "withdrawn":
            tell(editor, withdraw_extension, extension=a("withdrawn extension"))
    yield
    tell(cco, decide_extension, extension=a("extension"), granted=True, reason=f"{words}は可")
    tell(
        cco,
        decide_extension,
        extension=a("declined extension"),
        granted=False,
        reason=f"{words}は不可",
    )
    yield
    tell(
        editor,
        reschedule_countermeasure,
        countermeasure=a("late countermeasure"),
        wording="2023年7月末までに",
    )
    tell(editor, remark_countermeasure, countermeasure=a("late countermeasure"), remark="試行中")
    tell(
        editor,
        revise_countermeasure,
        countermeasure=a("late countermeasure"),
        title=f"{words}の画面の改修",
    )
    yield
    tell(
        editor,
        assign_countermeasure,
        countermeasure=a("late countermeasure"),
        responsible_department=a("second department"),
    )
    tell(editor, set_check_day, countermeasure=a("late countermeasure"), day=date(2023, 2, 20))
    yield
    # ----- links ---------------------------------------------------------------------------------
    for cause, record in (
        ("cause", "first incident"),
        ("cause", "countermeasure"),
        ("cause", "whole countermeasure"),
        ("other cause", "late countermeasure"),
        ("other cause", "second incident"),
    ):
        make(f"{cause} {record} link", link_records, cause=a(cause), record=a(record))
    yield
    tell(editor, unlink_records, cause=a("other cause"), record=a("second incident"))
    tell(
        editor,
        split_countermeasure,
        named=[f"{about} {name}" for name in PARTS],
        countermeasure=a("whole countermeasure"),
        parts=({"title": f"{words}の前半"}, {"title": f"{words}の後半"}),
    )
    yield
    # ----- figures -------------------------------------------------------------------------------
    stated = {"measure": "閲覧者数", "unit": "人", "categories": PUBLIC, "report": a("report")}
    make(
        "figure",
        state_figure,
        label=f"{words}の閲覧",
        value=VALUE,
        investigation=a("investigation"),
        incidents=(a("first incident"), a("second incident")),
        **stated,
    )
    make("whole figure", state_figure, label=f"{words}の計", value=VALUE, whole=True, **stated)
    yield
    make(
        "newer figure",
        restate_figure,
        figure=a("whole figure"),
        value=VALUE + 1,
        reason=f"{words}の再集計",
    )
    yield
    # ----- what operates, evidence, notes --------------------------------------------------------
    done = {"period_from": OPENING, "period_to": date(2023, 1, 31), "categories": PUBLIC}
    make(
        "operation",
        record_operation,
        kind="TRAINING",
        title=f"{words}の研修の実施",
        planned=4,
        done=3,
        people=int(VALUE),
        countermeasures=(a("countermeasure"), a("late countermeasure")),
        **done,
    )
    tell(editor, revise_operation, operation=a("operation"), done=4, result=f"{words}の結果")
    yield
    make(
        "file evidence",
        attach_evidence,
        record=a("first incident"),
        title=f"{words}の記録",
        file=HandedIn(f"{words}.csv", f"{words},{VALUE}\n".encode()),
        categories=PUBLIC,
    )
    make(
        "document evidence",
        attach_evidence,
        record=a("countermeasure"),
        title=f"{words}の手引",
        document=Document(name=f"{words}の規程", number="手-12", version="第3版", place="文書庫"),
        categories=PUBLIC,
    )
    make(
        "withdrawn evidence",
        attach_evidence,
        record=a("cause"),
        title=f"{words}の誤り",
        file=HandedIn(f"{words}の誤り.txt", words.encode()),
        categories=PUBLIC,
    )
    yield
    tell(editor, revise_evidence, evidence=a("document evidence"), title=f"{words}の手引（改）")
    tell(editor, withdraw_evidence, evidence=a("withdrawn evidence"), reason="別の記録")
    yield
    for name in ("first incident", "cause", "countermeasure", "operation"):
        make(f"{name} note", write_note, record=a(name), text=f"{words}の要確認", categories=PUBLIC)
    tell(editor, revise_note, note=a("cause note"), text=f"{words}を確認済み")
    tell(editor, withdraw_note, note=a("operation note"))
    yield
    # ----- what is wanted by authorities, and asked of each other ---------------------------------
    yield from _duties(a, make, tell, editor, words)
    yield from _asked(world, a, make, tell, who, words)
    # ----- guidance ------------------------------------------------------------------------------
    yield from _guided(a, make, tell, f"{who} desk_officer", words)
    # ----- effect --------------------------------------------------------------------------------
    tell(
        editor,
        report_progress,
        countermeasure=a("countermeasure"),
        status="OPERATING",
        reason=f"{words}の開始",
    )
    for layer in LAYERS:
        make(
            f"{layer} check",
            state_criterion,
            by=auditor,
            countermeasure=a("countermeasure"),
            layer=layer,
            measure=f"{words}の件数",
            baseline=f"{VALUE}件",
            target="0件",
            categories=PUBLIC,
        )
    yield
    for layer in LAYERS:
        tell(auditor, check_effect, check=a(f"{layer} check"), met=True, result=f"{words}は0件")
    tell(cco, give_verdict, countermeasure=a("countermeasure"), verdict="RESOLVED")
    yield
    reported("third incident", "の再発", recurrence_of=a("first incident"))
    make(
        "third link",
        link_records,
        cause=a("cause"),
        record=a("third incident"),
    )
    tell(cco, question_effect, incident=a("third incident"))
    yield
    for layer in LAYERS:
        make(
            f"second {layer} check",
            state_criterion,
            by=auditor,
            countermeasure=a("countermeasure"),
            layer=layer,
            measure=f"{words}の再発",
            baseline="なし",
            target="0件",
            categories=PUBLIC,
        )
        check = a(f"second {layer} check")
        tell(auditor, check_effect, check=check, met=True, result=f"{words}に再発なし")
    yield
    tell(
        editor,
        hand_over_countermeasure,
        countermeasure=a("countermeasure"),
        rule=f"{words}の業務手引",
        decision="会議で決定",
        receiving_department=a("second department"),
    )
    tell(
        editor,
        cancel_countermeasure,
        countermeasure=a("late countermeasure"),
        reason=f"{words}では不要",
    )
    yield
    # ----- people again, and whose information it is ---------------------------------------------
    tell(
        "operator",
        merge_departments,
        into=a("first department"),
        departments=(a("second department"),),
    )
    tell(
        editor,
        classify_records,
        ids=(a("third incident"), a("other cause")),
        categories=("NETWORK_CUSTOMER", "PERSONAL"),
    )
    yield


def guidance_of(words: str, called: str) -> dict[str, Any]:
    """Guidance in these words; its id is minted from them."""
    with minting(f"guidance {words} {called}"):
        minted = uuid4()
    return {
        "id": minted,
        "question": f"{words}の画面を見てよいか",
        "answer": f"{words}では見られない",
        "basis": f"{words}の規程",
        "basis_version": "第3版",
    }


def _guided(a: Callable[[str], UUID], make: Tell, tell: Tell, desk: str, words: str) -> Hidden:
    """What the party's desk tells everybody: superseded, standing, and withdrawn."""

    def guide(called: str, **more: Any) -> UUID:
        told = guidance_of(words, called) | {"categories": PUBLIC} | more
        return make(called, publish_guidance, by=desk, **told)

    guide("guidance")
    guide("withdrawn guidance")
    yield
    guide("newer guidance", supersedes=a("guidance"), basis_version="第4版")
    tell(desk, withdraw_guidance, guidance=a("withdrawn guidance"), reason=f"{words}の誤り")
    yield


def _duties(a: Callable[[str], UUID], make: Tell, tell: Tell, editor: str, words: str) -> Hidden:
    """What an authority wants of the party, and what it is answered."""
    for called, due in (("requirement", date(2023, 1, 31)), ("ended requirement", None)):
        make(
            called,
            receive_requirement,
            kind="INFORMATION_REQUEST",
            authority=f"{words}の監督官庁",
            title=f"{words}の報告徴収",
            received_on=OPENING,
            due=due,
            clock="LEAK",
            items=({"text": f"{words}の経緯"}, {"text": "再発防止策", "due": date(2023, 6, 30)}),
            categories=PUBLIC,
        )
    wanted = a("requirement")
    yield
    tell(editor, revise_requirement, requirement=wanted, title=f"{words}の報告徴収（訂正）")
    named = (a("first incident"), a("countermeasure"), a("file evidence"))
    tell(editor, answer_requirement, requirement=wanted, item=1, add=named)
    tell(editor, answer_requirement, requirement=wanted, item=2, add=(a("late countermeasure"),))
    yield
    tell(
        editor,
        submit_requirement,
        requirement=wanted,
        stage="FIRST",
        items=(1,),
        note=f"{words}の概要",
        records=(a("report"), a("document evidence")),
        incidents=(a("first incident"),),
    )
    tell(
        editor,
        follow_up_requirement,
        requirement=wanted,
        items=({"text": f"{words}の内訳"},),
    )
    yield
    tell(editor, answer_requirement, requirement=wanted, item=1, remove=(a("countermeasure"),))
    tell(
        editor,
        end_requirement,
        requirement=a("ended requirement"),
        outcome="NO_FURTHER_REPORTS",
        reason=f"{words}への連絡",
    )
    yield


def _asked(
    world: World, a: Callable[[str], UUID], make: Tell, tell: Tell, who: str, words: str
) -> Hidden:
    """What the party asks another one, which answers for itself alone."""
    other = "O" if who == "T" else "T"
    officer, theirs = f"{who} barrier_officer", f"{other} editor"
    for called, record in (("roll_out", "first incident"), ("withdrawn roll_out", "cause")):
        make(
            called,
            ask_roll_out,
            by=officer,
            record=a(record),
            parties=({"party": world.cast.code(other), "text": f"{words}の確認の依頼"},),
            answer_by=date(2023, 12, 28),
        )
    yield
    tell(officer, revise_roll_out, roll_out=a("roll_out"), text=f"{words}の確認の依頼（改）")
    make(
        "roll_out_answer",
        answer_roll_out,
        by=theirs,
        roll_out=a("roll_out"),
        verdict="UNDER_EXAMINATION",
        text=f"{words}への回答",
        categories=PUBLIC,
    )
    yield
    tell(theirs, revise_roll_out_answer, answer=a("roll_out_answer"), verdict="APPLIES")
    tell(officer, withdraw_roll_out, roll_out=a("withdrawn roll_out"))
    yield
