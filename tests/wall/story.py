"""The story of two worlds: what all may know of three parties, and what the viewer may not.

Names of records begin with whose they are: V of the viewer's party, O of the owner of what is partly
shown, T of a third one, H of what this world alone has. A view, a reference from one record to
another, or a table of pairs that is new fails tests/wall/test_worlds.py until it is told of here.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from commands.people.departments import found_department
from commands.people.last_looks import mark_as_seen
from commands.people.members import enrol_member, move_member
from commands.people.parties import rename_party
from commands.register.barrier_rules import end_barrier_rule, impose_barrier_rule
from commands.register.causes import (
    link_records,
    revise_cause,
    state_cause,
    unlink_records,
)
from commands.register.checks import (
    check_effect,
    question_effect,
    restate_criterion,
    state_criterion,
)
from commands.register.classifying import JUDGED, classify_records
from commands.register.countermeasures import (
    assign_countermeasure,
    propose_countermeasure,
    revise_countermeasure,
    split_countermeasure,
)
from commands.register.evidence import attach_evidence, revise_evidence
from commands.register.extensions import decide_extension, request_extension
from commands.register.guidance import publish_guidance
from commands.register.incidents import mark_recurrence, report_incident, revise_incident
from commands.register.notes import revise_note, write_note
from commands.register.operations import record_operation, revise_operation
from commands.register.progress import give_verdict, hand_over_countermeasure, report_progress
from commands.register.redacting import confirm_redaction, decline_redaction, redact_text
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
    receive_requirement,
    revise_requirement,
    submit_requirement,
)
from commands.register.roll_outs import (
    answer_roll_out,
    ask_roll_out,
    revise_roll_out,
    revise_roll_out_answer,
)
from domain.files import HandedIn
from domain.register.evidence import Document
from papers.importing import import_paper
from tests.api.minimal import ENTRIES, TAKING_DAYS
from tests.houses import OPENING
from tests.papers.workbooks import separated
from tests.wall.affairs import LAYERS, PUBLIC, VALUE, affairs, guidance_of
from tests.wall.hands import Hands, command_of
from tests.wall.meetings import met, settled
from tests.wall.minting import minting
from tests.wall.worlds import Hidden, World

WORDS: Final = {"V": "自社", "O": "共有", "T": "三社", "A": "甲の秘密", "B": "乙の秘密"}
"""What stands in the texts of whom: the last two are known in one world each."""
SHOWN: Final = (
    "report",
    "investigation",
    "first incident",
    "second incident",
    "cause",
    "countermeasure",
    "late countermeasure",
    "whole countermeasure",
    "extension",
    "figure",
    "newer figure",
    "operation",
    "file evidence",
    "document evidence",
    "first incident note",
    "cause note",
    "requirement",
    "guidance",
    "newer guidance",
    "withdrawn guidance",
    "EFFECTIVE check",
    "second OPERATED check",
)
"""What the owner shows of its affairs; the rest of them stays out of sight, in both worlds alike."""
KINDS: Final = tuple(view.kind for view in JUDGED)
CROSSING: Final = (
    *(kind for kind in KINDS if kind not in ("report", "cause")),
    "newer figure",
    "first countermeasure",
    "second countermeasure",
    "extended countermeasure",
)
"""A report and a cause name no other record."""
WANTED: Final[dict[str, Any]] = {
    "kind": "AUDIT_FINDING",
    "authority": "監査部",
    "received_on": OPENING,
    "items": ({"text": "権限の棚卸し"}, {"text": "点検", "due": date(2023, 1, 31)}),
}
PERIOD: Final[dict[str, Any]] = {"period_from": OPENING, "period_to": date(2023, 1, 31)}
BY_MARCH: Final = "2023年3月末までに"
BY_JUNE: Final = "2023年6月末までに"
A_DOCUMENT: Final = Document(name="規程", number=None, version=None, place=None)


def story(world: World) -> None:
    """All of it. The clock is the same in both worlds."""
    secret = WORDS[world.letter]
    world.behind(affairs(world, world.keep, "O", "H", secret))
    for _ in affairs(world, world.tell, "V", "V", WORDS["V"]):
        world.pause()
    for _ in affairs(world, world.tell, "O", "O", WORDS["O"]):
        world.pause()
    world.at_last()
    world.behind(
        people(world, secret), third(world, secret), other_commands(world), looked_away(world)
    )
    for _ in told_otherwise(world, secret):
        world.pause()
    world.tell("V member", mark_as_seen)
    world.show(*(f"O {name}" for name in SHOWN))
    for _ in questioned_before(world, secret):
        world.pause()
    for _ in crossing(world, secret):
        world.pause()
    for _ in worded(world, secret):
        world.pause()
    for _ in ruled(world, secret):
        world.pause()
    for _ in redacted(world, secret):
        world.pause()
    world.behind(beside(world, secret), shown_to_others(world))
    for _ in released(world):
        world.pause(hours=9)
    for _ in met(world, secret):
        world.pause()
    world.pause(hours=30)
    for _ in settled(world):
        world.pause()
    for _ in together(world):
        world.pause()
    world.at_last()
    for _ in looked_at(world):
        world.pause()


# ----- known, but not all of it ------------------------------------------------------------------


def told_otherwise(world: World, secret: str) -> Hidden:
    """Records of the owner that had other words, and more or fewer versions, before the viewer saw
    them: what they say when they are shown, and since when, is the same."""

    def make(called: str, *command: Any, by: str = "O editor", **details: Any) -> UUID:
        about = f"O past {called}"
        return world.tell(by, *command, named=about, categories=PUBLIC, **details)

    incident = make("incident", report_incident, title=secret)
    cause = make("cause", state_cause, statement=secret)
    measure = make("countermeasure", propose_countermeasure, title=secret, wording=BY_MARCH)
    extension = make(
        "extension",
        request_extension,
        countermeasures=({"id": measure, "wording": BY_JUNE},),
        reason="部品の遅れ",
    )
    report = make("report", found_report, title=secret)
    investigation = make("investigation", record_investigation, method="LOG", note=secret)
    operation = make("operation", record_operation, kind="AUDIT", title=secret, **PERIOD)
    evidence = make("evidence", attach_evidence, record=incident, title=secret, document=A_DOCUMENT)
    note = make("note", write_note, record=incident, text=secret)
    check = make(
        "check",
        state_criterion,
        by="O auditor",
        countermeasure=measure,
        layer="OPERATED",
        measure=secret,
        baseline=secret,
        target=secret,
    )
    figure = make("figure", state_figure, label="過去", measure="件数", value=VALUE + 5, unit="件")

    requirement = make("requirement", receive_requirement, **WANTED, title=secret)
    answer = make(
        "roll_out_answer",
        answer_roll_out,
        roll_out=asked_of_the_owner(world, world.tell, secret),
        verdict="UNDER_EXAMINATION",
        text=secret,
    )

    guidance = make(
        "guidance", publish_guidance, by="O desk_officer", **guidance_of("過去", "guidance")
    )

    def say(by: Callable[..., UUID], words: str) -> None:
        by("O editor", revise_incident, incident=incident, title=f"{words}の事案")
        by("O editor", revise_cause, cause=cause, statement=f"{words}の原因")
        by("O editor", revise_countermeasure, countermeasure=measure, title=f"{words}の対策")
        by("O editor", revise_report, report=report, title=f"{words}の報告")
        by("O editor", revise_investigation, investigation=investigation, note=f"{words}の調査")
        by("O editor", revise_operation, operation=operation, title=f"{words}の運用")
        by("O editor", revise_evidence, evidence=evidence, title=f"{words}の証跡")
        by("O editor", revise_note, note=note, text=f"{words}のメモ")
        by("O editor", revise_requirement, requirement=requirement, title=f"{words}の要求")
        by("O editor", revise_roll_out_answer, answer=answer, text=f"{words}の回答")
        criterion = dict.fromkeys(("measure", "baseline", "target"), words)
        by("O auditor", restate_criterion, check=check, **criterion)

    yield
    for version in range(2):
        if version == 0 or world.letter == "A":
            say(world.keep, f"{secret}の{version}版")
            told = (figure, extension, guidance)
            world.keep("O editor", classify_records, ids=told, categories=("PERSONAL",))
        yield
    say(world.tell, "最後")
    world.tell("O editor", classify_records, ids=(figure, extension, guidance), categories=PUBLIC)
    if world.letter == "A":
        world.keep("O editor", link_records, cause=cause, record=incident)
        world.keep("O editor", unlink_records, cause=cause, record=incident)
    yield
    world.show(*(f"O past {kind}" for kind in KINDS))
    yield


def asked_of_the_owner(world: World, tell: Callable[..., UUID], secret: str, **more: Any) -> UUID:
    """A third party asks the owner, out of the viewer's sight."""
    about = tell("T editor", report_incident, title=secret, categories=PUBLIC)
    asked = ({"party": world.cast.code("O"), "text": f"{secret}の確認"},)
    return tell("T barrier_officer", ask_roll_out, record=about, parties=asked, **more)


def crossing(world: World, secret: str) -> Hidden:
    """Records that are shown and name others that are not: each world has others."""

    def make(called: str, *command: Any, by: str = "O editor", **details: Any) -> UUID:
        about = f"O crossing {called}"
        return world.tell(by, *command, named=about, categories=PUBLIC, **details)

    def hide(called: str, *command: Any, by: str = "O editor", **details: Any) -> UUID:
        about = f"H plain {called}"
        return world.keep(by, *command, named=about, categories=PUBLIC, **details)

    stated = {"label": "交差", "measure": "件数", "unit": "件"}
    cause = hide("cause", state_cause, statement=secret)
    whole = hide("whole countermeasure", propose_countermeasure, title=secret)
    measured = hide("countermeasure", propose_countermeasure, title=secret, wording=BY_MARCH)
    earlier = hide("figure", state_figure, value=VALUE, report=world["O report"], **stated)
    yield
    make(
        "incident",
        report_incident,
        title="隠れた事案の再発",
        recurrence_of=world["H first incident"],
    )
    covered = [world["O first incident"], world["H first incident"]]
    if world.letter == "A":
        covered.append(world["H third incident"])
    make(
        "figure",
        state_figure,
        value=VALUE + 7,
        report=world["H report"],
        investigation=world["H investigation"],
        incidents=tuple(covered),
        **stated,
    )
    world.tell(
        "O editor",
        restate_figure,
        named="O crossing newer figure",
        figure=earlier,
        value=VALUE + 8,
        reason="再集計",
    )
    make("investigation", record_investigation, method="INTERVIEW", report=world["H report"])
    yield
    make(
        "check",
        state_criterion,
        by="O auditor",
        countermeasure=measured,
        layer="SET_UP",
        measure="隠れた対策の整備",
        target="0件",
    )
    make("note", write_note, record=world["H cause"], text="隠れた原因のメモ")
    make(
        "evidence",
        attach_evidence,
        record=world["H first incident"],
        title="隠れた事案の証跡",
        file=HandedIn("証跡.csv", b"a,b\n"),
    )
    make(
        "operation",
        record_operation,
        kind="MONITORING",
        title="二つの対策の点検",
        countermeasures=(world["O countermeasure"], measured),
        **PERIOD,
    )
    yield
    make(
        "extension",
        request_extension,
        countermeasures=(
            {"id": measured, "wording": BY_JUNE},
            {"id": world["O first part countermeasure"], "wording": "2023年12月末までに"},
        ),
        reason="二つの対策の遅れ",
    )
    extended = make(
        "extended countermeasure", propose_countermeasure, title="延びた対策", wording=BY_MARCH
    )
    yield
    more_time = ({"id": extended, "wording": BY_JUNE},)
    asked = hide("extension", request_extension, countermeasures=more_time, reason="部品の遅れ")
    world.tell("O cco", decide_extension, extension=asked, granted=True)
    yield
    world.tell(
        "O editor",
        split_countermeasure,
        named=(
            "H plain divided",
            "O crossing first countermeasure",
            "O crossing second countermeasure",
        ),
        countermeasure=whole,
        parts=({"title": "隠れた対策の前半"}, {"title": "隠れた対策の後半"}),
    )
    measure = make(
        "countermeasure",
        propose_countermeasure,
        title="隠れた部署の対策",
        continuing=True,
        responsible_department=world["H first department"],
    )
    world.keep("O editor", link_records, cause=cause, record=measure)
    world.keep("O editor", link_records, cause=cause, record=world["H third incident"])
    world.tell("O editor", report_progress, countermeasure=measure, status="OPERATING")
    prove(world, world.tell, measure)
    yield
    world.tell(
        "O cco", question_effect, incident=world["H third incident"], countermeasures=(measure,)
    )
    prove(world, world.tell, measure)
    yield
    world.tell(
        "O editor",
        hand_over_countermeasure,
        countermeasure=measure,
        rule="業務手引",
        decision="会議で決定",
        receiving_department=world["H first department"],
    )
    wanted = make("requirement", receive_requirement, **WANTED, title="隠れた記録が答える要求")
    make(
        "roll_out_answer",
        answer_roll_out,
        roll_out=asked_of_the_owner(world, world.keep, secret),
        verdict="APPLIES",
        text="隠れた依頼への回答",
        records=(world["H first incident"], world["O countermeasure"]),
    )
    desk = "O desk_officer"
    earlier_guidance = hide("guidance", publish_guidance, by=desk, **guidance_of(secret, "plain"))
    yield
    newer = guidance_of("交差", "newer") | {"supersedes": earlier_guidance}
    make("guidance", publish_guidance, by=desk, **newer)
    world.show(*(f"O crossing {kind}" for kind in CROSSING))
    yield
    hidden = (world["H first incident"], measured)
    world.keep("O editor", answer_requirement, requirement=wanted, item=1, add=hidden)
    shown = (world["O first incident"], world["O countermeasure"])
    world.tell("O editor", answer_requirement, requirement=wanted, item=2, add=shown)
    yield
    if world.letter == "A":
        world.keep("O editor", answer_requirement, requirement=wanted, item=1, remove=hidden[1:])
    world.tell(
        "O editor",
        submit_requirement,
        requirement=wanted,
        stage="FIRST",
        items=(2,),
        submitted_on=OPENING,
        records=(world["H report"], world["O report"]),
        incidents=(world["H first incident"],),
    )
    yield
    yield from asked_of_the_viewer(world, secret)


def asked_of_the_viewer(world: World, secret: str) -> Hidden:
    """The owner asks the viewer about what stays hidden, and others beside it: in each world others."""

    def to(who: str) -> dict[str, Any]:
        return {"party": world.cast.code(who), "text": "同様の事象の有無"}

    about: dict[str, Any] = {"record": world["H first incident"], "parties": (to("V"),)}
    asked = world.tell("O barrier_officer", ask_roll_out, named="O crossing roll_out", **about)
    if world.letter == "A":
        others = about | {"parties": (to("T"),), "record": world["H second incident"]}
        world.keep("O barrier_officer", ask_roll_out, **others)
    yield
    world.tell(
        "V editor",
        answer_roll_out,
        named="V crossing roll_out_answer",
        roll_out=asked,
        verdict="UNDER_EXAMINATION",
        text="自社の回答",
        records=(world["V countermeasure"],),
        categories=PUBLIC,
    )
    world.tell("O barrier_officer", revise_roll_out, roll_out=asked, text="同様の事象の有無と件数")
    yield
    world.ask_about("H cause", f"{secret}の依頼", to="V")
    yield
    world.ask_no_more("H cause", to="V")
    yield


def worded(world: World, secret: str) -> Hidden:
    """Records that stay hidden, of which others read something in other words."""
    hidden = ("first worded incident", "second worded incident")
    for name in hidden:
        world.tell(
            "O editor",
            report_incident,
            named=f"O {name}",
            title=f"{secret}の{name}",
            categories=("PERSONAL",),
        )
    yield
    for name in hidden:
        world.word(f"O {name}", f"共有の要旨（{name}）")
    world.word("V second incident", "自社の要旨", owner="V", to="O")
    yield
    world.disclose_in_words(f"O {hidden[0]}", f"{secret}の要旨")
    world.disclose_in_words("H second incident", f"{secret}の要旨", to="V")
    yield
    revised = world["O first worded incident"]
    world.keep("O editor", revise_incident, incident=revised, title=f"{secret}（続報）")
    if world.letter == "A":
        world.disclose_in_words(f"O {hidden[0]}", f"{secret}の続報の要旨")
    yield
    world.take_back("H second incident", to="V", in_words=True)
    world.take_back(f"O {hidden[0]}", in_words=True)
    yield
    world.word("O second worded incident", "共有の要旨（改）")
    yield


def ruled(world: World, secret: str) -> Hidden:
    """What the owner showed, barred for a while and changed meanwhile; rules that bar others, or nothing
    that the viewer is shown."""
    barred = {"category": "OTHER_RETAILER_CUSTOMER", "basis": "三社の合意"}
    incident = world.tell(
        "O editor",
        report_incident,
        named="O ruled incident",
        title="遮断前の事案",
        categories=("OTHER_RETAILER_CUSTOMER",),
    )
    world.show("O ruled incident")
    world.tell(
        "V barrier_officer", impose_barrier_rule, name="自社の規則", to=world.cast.owner, **barred
    )
    yield
    name = f"{secret}の規則"
    to_viewer = {"name": name, "to": world.cast.viewer}
    rule = world.tell("O barrier_officer", impose_barrier_rule, **(barred | to_viewer))
    yield
    for version in range(2 if world.letter == "A" else 1):
        words = f"{secret}の{version}版"
        world.keep("O editor", revise_incident, incident=incident, title=words)
    world.betrayed.append(world.home.clock())
    world.keep(
        "O barrier_officer",
        impose_barrier_rule,
        **(barred | {"name": name, "to": world.cast.third}),
    )
    world.keep(
        "T barrier_officer",
        impose_barrier_rule,
        **(barred | {"name": name, "to": world.cast.owner}),
    )
    yield
    if world.letter == "A":
        to_come: dict[str, Any] = {"first_day": world.home.today + timedelta(days=500), **to_viewer}
        world.keep("O barrier_officer", impose_barrier_rule, **(barred | to_come))
    world.tell("O editor", revise_incident, incident=incident, title="遮断後の事案")
    yield
    world.tell("O barrier_officer", end_barrier_rule, rule=rule, reason=secret)
    yield


def redacted(world: World, secret: str) -> Hidden:
    """What the owner destroys in one world before the viewer sees the record, and beside it afterwards;
    and what the viewer's own party destroys."""

    def redact(record: UUID, field: str) -> None:
        """In one world it is carried out, in the other declined."""
        asked = world.keep(
            "O barrier_officer", redact_text, record=record, field=field, reason=secret
        )
        if world.letter == "A":
            world.keep("O cco", confirm_redaction, redaction=asked)
        else:
            world.keep("O cco", decline_redaction, redaction=asked, reason=secret)

    incident = world.tell(
        "O editor",
        report_incident,
        named="O redacted incident",
        title="消去のある事案",
        summary=f"{secret}の氏名",
        categories=PUBLIC,
    )
    slipped = world.tell(
        "V editor", write_note, record=world["V first incident"], text="自社の氏名"
    )
    yield
    redact(incident, "summary")
    asked = world.tell(
        "V barrier_officer",
        redact_text,
        named="V redaction",
        record=slipped,
        field="text",
        reason="自社の氏名の混入",
    )
    yield
    world.tell("V cco", confirm_redaction, redaction=asked)
    world.tell("O editor", revise_incident, incident=incident, summary="消去後の要旨")
    yield
    world.show("O redacted incident")
    note = world.keep("O editor", write_note, record=incident, text=f"{secret}の氏名")
    yield
    redact(note, "text")
    world.keep(
        "O barrier_officer", redact_text, record=incident, field="summary", reason=f"{secret}の疑い"
    )
    yield


def questioned_before(world: World, secret: str) -> Hidden:
    """A measure whose effect was questioned more often in one world, before the viewer saw it."""
    stated = {"categories": PUBLIC}
    cause = world.tell("O editor", state_cause, statement=secret, **stated)
    measure = world.tell(
        "O editor",
        propose_countermeasure,
        named="O questioned countermeasure",
        title="見直した対策",
        continuing=True,
        **stated,
    )
    world.tell("O editor", report_progress, countermeasure=measure, status="OPERATING")
    cases = [
        world.tell("O editor", report_incident, title=f"{secret}の再発", **stated) for _ in range(2)
    ]
    for record in (measure, *cases):
        world.tell("O editor", link_records, cause=cause, record=record)
    prove(world, world.tell, measure)
    yield
    if world.letter == "A":
        world.keep("O cco", question_effect, incident=cases[0])
        prove(world, world.keep, measure)
    yield
    world.tell("O cco", question_effect, incident=cases[1])
    world.tell(
        "O auditor",
        state_criterion,
        named="O questioned check",
        countermeasure=measure,
        layer="EFFECTIVE",
        measure="見直し後の件数",
        baseline="見直し後の件数",
        target="0件",
        **stated,
    )
    yield
    world.show("O questioned countermeasure", "O questioned check")
    yield


def prove(world: World, tell: Callable[..., UUID], measure: UUID) -> None:
    """The checks of a round are found met, and the effect is verified."""
    criterion = {"measure": "件数", "baseline": "12件", "target": "0件", "categories": PUBLIC}
    for layer in LAYERS:
        check = tell("O auditor", state_criterion, countermeasure=measure, layer=layer, **criterion)
        tell("O auditor", check_effect, check=check, met=True, result="0件")
    tell("O cco", give_verdict, countermeasure=measure, verdict="RESOLVED")


# ----- out of sight ------------------------------------------------------------------------------


def people(world: World, secret: str) -> Hidden:
    """Who works for the others, and in which departments."""
    for who in ("O", "T"):
        party = world.cast.number(who)
        unit = world.keep(
            "operator", found_department, party=party, name=f"{secret}の{who}室", since=OPENING
        )
        yield
        member = world.keep(
            "operator",
            enrol_member,
            party=party,
            name=f"{secret}の{who}さん",
            roles=("editor",),
            department=unit,
            since=OPENING,
        )
        yield
        other = world.cast.number("T" if who == "O" else "O")
        world.keep("operator", move_member, member=member, party=other, roles=("member",))
        yield


def other_commands(world: World) -> Hidden:
    """Every mutation that was not given yet, and an import: in one of the worlds."""
    if world.letter == "B":
        return
    hands = Hands(world.home, world.cast.owner, "out of sight", world.cast.third)
    for mutation in ENTRIES:
        if mutation not in TAKING_DAYS and command_of(mutation) not in world.given:
            hands.give(mutation)
            world.given.add(command_of(mutation))
            yield
    editor = world.home.people[f"{world.cast.owner} editor"]
    with minting("an import out of sight"):
        done = import_paper(
            world.home.office,
            editor,
            separated(PAPER),
            "表.csv",
            written_on=world.home.today,
            allow=frozenset({"new-rows"}),
        )
    assert done.facts, done.problems
    world.given.add("import_workbook")
    yield


PAPER: Final = (
    ("管理番号", "分類", "原因", "対策", "実施時期", "備考"),
    ("秘-1", "システム", "甲の秘密の検出漏れ", "甲の秘密の点検", "2023年4月～", "要確認"),
)


def looked_away(world: World) -> Hidden:
    """Somebody looks, and looks again: in each world somebody else."""
    for _ in range(2):
        world.keep(f"O {'member' if world.letter == 'A' else 'auditor'}", mark_as_seen)
        yield


def third(world: World, secret: str) -> Hidden:
    """The affairs of a third party, and what it tells the owner but not the viewer."""
    yield from affairs(world, world.keep, "T", "H third", f"{secret}（三社）")
    names = ("H third first incident", "H third cause", "H third countermeasure")
    world.disclose(*names, owner="T", to="O")
    yield
    world.disclose(*names, owner="T", to="V")
    yield
    world.take_back(*names, owner="T", to="V")
    yield


def beside(world: World, secret: str) -> Hidden:
    """What others do about records that the viewer sees."""

    def hide(called: str, *command: Any, by: str = "O editor", **details: Any) -> UUID:
        about = f"H beside {called}"
        return world.keep(by, *command, named=about, categories=PUBLIC, **details)

    seen = ("O first incident", "V first incident")
    for number, record in enumerate(seen):
        hide(f"{number} note", write_note, record=world[record], text=f"{secret}のメモ")
        hide(
            f"{number} evidence",
            attach_evidence,
            record=world[record],
            title=f"{secret}の証跡",
            file=HandedIn("記録.csv", secret.encode()),
        )
        yield
        world.keep("O editor", link_records, cause=world["H cause"], record=world[record])
        hide(
            f"{number} incident",
            report_incident,
            title=f"{secret}の再発",
            recurrence_of=world[record],
        )
        yield
    hide(
        "figure",
        state_figure,
        label=f"{secret}の件数",
        measure="件数",
        value=VALUE,
        unit="件",
        report=world["O report"],
        investigation=world["O investigation"],
        incidents=tuple(world[record] for record in seen),
    )
    world.keep("O editor", restate_figure, figure=world["O figure"], value=VALUE + 9, reason=secret)
    newer = guidance_of(secret, "beside") | {"supersedes": world["O newer guidance"]}
    hide("guidance", publish_guidance, by="O desk_officer", **newer)
    if world.letter == "A":
        newer = guidance_of(secret, "in A alone") | {"supersedes": world["O past guidance"]}
        hide("newer guidance", publish_guidance, by="O desk_officer", **newer)
    yield
    for cause, record in (
        ("O cause", "H first incident"),
        ("O cause", "H countermeasure"),
        ("V cause", "H countermeasure"),
        ("V cause", "H first incident"),
    ):
        world.keep("O editor", link_records, cause=world[cause], record=world[record])
        yield
    hide(
        "operation",
        record_operation,
        kind="AUDIT",
        title=f"{secret}の監査",
        countermeasures=(world["O countermeasure"], world["V countermeasure"]),
        **PERIOD,
    )
    hide(
        "check",
        state_criterion,
        by="O auditor",
        countermeasure=world["O countermeasure"],
        layer="EFFECTIVE",
        measure=secret,
        baseline=secret,
        target=secret,
    )
    yield
    later = {"id": world["O crossing extended countermeasure"], "wording": "2023年12月末までに"}
    if world.letter == "A":
        hide("extension", request_extension, countermeasures=(later,), reason=secret)
    world.keep(
        "O editor",
        assign_countermeasure,
        countermeasure=world["O past countermeasure"],
        responsible_department=world["H first department"],
    )
    world.keep(
        "O editor",
        mark_recurrence,
        incident=world["O past incident"],
        of=world["H first incident"],
    )
    yield
    world.disclose("H first incident", to="V")
    yield
    world.take_back("H first incident", to="V")
    yield
    if world.letter == "A":
        answer: dict[str, Any] = {
            "cause": world["O past cause"],
            "record": world["H countermeasure"],
        }
        world.keep("O editor", link_records, **answer)
    yield
    measure = hide(
        "countermeasure", propose_countermeasure, title=f"{secret}の対策", continuing=True
    )
    world.keep("O editor", report_progress, countermeasure=measure, status="OPERATING")
    world.keep("O editor", link_records, cause=world["O cause"], record=measure)
    prove(world, world.keep, measure)
    world.keep(
        "O cco",
        question_effect,
        incident=world["O first incident"],
        countermeasures=(measure,),
    )
    yield


def shown_to_others(world: World) -> Hidden:
    """Who else sees what the viewer sees: in each world others."""
    names = SHOWN[:: 2 if world.letter == "A" else 3]
    for number, name in enumerate(names):
        until = world.home.today + timedelta(days=number) if number % 3 == 0 else None
        world.disclose(f"O {name}", until=until)
        yield
    world.take_back(*(f"O {name}" for number, name in enumerate(names) if number % 3 == 1))
    yield


# ----- known to all who take part ----------------------------------------------------------------


def released(world: World) -> Hidden:
    """The viewer's own releases, a third party's records, and releases that end."""
    world.tell(
        "T editor", report_incident, named="T first incident", title="三社の事案", categories=PUBLIC
    )
    world.tell("T editor", state_cause, named="T cause", statement="三社の原因", categories=PUBLIC)
    world.show("T first incident", "T cause", owner="T")
    world.show("V first incident", "V cause", "V countermeasure", owner="V", to="O")
    world.show("V first incident", owner="V", to="T")
    if world.letter == "A":  # both knew each other once, and the viewer never did
        ends: dict[str, Any] = {"cause": world["V cause"], "record": world["O third incident"]}
        world.keep("O editor", link_records, **ends)
        world.keep("O editor", unlink_records, **ends)
    yield
    today = world.home.today
    world.show("O third incident", until=today + timedelta(days=1))
    world.show("O first part countermeasure", until=today + timedelta(days=300))
    yield
    world.tell("operator", rename_party, party=world.cast.number("T"), name="第三の会社")
    yield
    for _ in range(8):
        yield  # days pass, and a release runs out
    world.show("O third incident")
    yield


def looked_at(world: World) -> Hidden:
    """Who was shown what: the viewer's records to the others, as the viewer's auditor is told; and what
    others showed each other, more or less of it."""
    world.read("O member", "V first incident")
    world.read("T editor", "V first incident", "T first incident", apart=False)
    yield
    for _ in range(2 if world.letter == "A" else 1):
        world.read("T member", "O first incident", "H second incident", apart=True)
    if world.letter == "B":
        world.read("O auditor", "T first incident", apart=True)
    yield
    world.read("O cco", "V first incident", "V cause")
    yield


def together(world: World) -> Hidden:
    """The parties work on what both see; whoever of the owner's editors did it."""
    editor = "O editor" if world.letter == "A" else "O twin"
    world.tell(
        editor, revise_incident, incident=world["O first incident"], summary="共有の経緯を改めた"
    )
    world.tell(editor, link_records, cause=world["O cause"], record=world["O past incident"])
    world.tell("V editor", link_records, cause=world["V cause"], record=world["O first incident"])
    yield
    world.tell(
        "V editor", link_records, cause=world["O cause"], record=world["V late countermeasure"]
    )
    world.tell("V editor", link_records, cause=world["T cause"], record=world["V first incident"])
    world.tell("V editor", link_records, cause=world["V cause"], record=world["O third incident"])
    yield
    about: dict[str, Any] = {"record": world["O first incident"], "categories": PUBLIC}
    world.tell("V editor", write_note, text="自社から見た共有の事案", **about)
    world.tell("V editor", attach_evidence, title="自社の手引", document=A_DOCUMENT, **about)
    world.tell(
        "V editor",
        record_operation,
        kind="TRAINING",
        title="自社で共有の対策を行った",
        countermeasures=(world["O countermeasure"], world["V countermeasure"]),
        categories=PUBLIC,
        **PERIOD,
    )
    world.tell(
        "V editor",
        state_figure,
        label="自社から見た共有",
        measure="件数",
        value=VALUE,
        unit="件",
        incidents=(world["O first incident"], world["V first incident"]),
        categories=PUBLIC,
    )
    yield
