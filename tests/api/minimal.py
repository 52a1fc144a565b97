"""A minimal valid input for every mutation: what the tests of rights are run with.

A mutation that is new gets its entry here: who may give it over GraphQL is then tested in full.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from commands.people.members import enrol_member
from commands.register.classifying import JUDGED
from commands.register.releases import release_record
from domain.calendar import day_in_tokyo
from domain.people.roles import OPERATOR, Role
from projections.barrier import visible
from projections.clearance import Clearance
from projections.told import admit
from tests.api.annotating import DOCUMENT, MZ, PG
from tests.api.stage import Stage

SINCE: Final = date(2023, 1, 1)
PUBLIC: Final = {"informationCategories": ["NONE"]}
Given = dict[str, Any]


@dataclass
class World:
    """A stage with somebody of every role in MZ and PG, and a key for every request."""

    stage: Stage
    people: dict[tuple[int, str], UUID] = field(default_factory=dict)
    reader: str = "HD"
    """Code of the party to which records are released."""
    us: str = "MZ"
    """Code of the party that acts."""
    _keys: count[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        for party in (MZ, PG):
            for role in Role:
                self.people[party, role] = self.enrolled(party, role)

    def enrolled(self, party: int, *roles: str) -> UUID:
        """Somebody new of a party, by the operator."""
        return self.stage.house.office.perform(
            OPERATOR.member,
            lambda desk: enrol_member(desk, party=party, name="担当", roles=roles, since=SINCE),
        ).records[0]

    def key(self) -> str:
        return f"minimal-{next(self._keys)}"

    def made(self, role: str, mutation: str, /, **given: Any) -> Given:
        """What a mutation by somebody of MZ answered; it must succeed."""
        who = self.people[MZ, role]
        answer = self.stage.do(who, mutation, idempotencyKey=self.key(), **given)
        assert "messageEn" not in answer, answer
        return answer

    def editor(self, mutation: str, **given: Any) -> Given:
        return self.made("editor", mutation, **given)

    def released(self, record: str) -> bool:
        """Release a record of MZ to PG, if it is of a kind that can be."""
        clearance = Clearance(MZ, self.stage.clock().date().isoformat())
        for view in JUDGED:
            rows = visible(view, clearance)
            with self.stage.house.log.reading() as connection:
                admit(connection, clearance)
                found = connection.execute(rows.select().where(rows.c.id == record)).first()
            if found is not None and found.owner == MZ:
                self.stage.house.office.perform(
                    self.people[MZ, "barrier_officer"],
                    lambda desk, view=view: release_record(  # type: ignore[misc]  # bound at once
                        desk, view, record=UUID(record), to=PG, basis="共有"
                    ),
                )
                return True
        return False

    def version(self, record: str) -> str:
        """The version of a record of MZ, as its administrator or else a member is shown it."""
        query = "query ($id: ID!) { node(id: $id) { version } }"
        for role in ("administrator", "member"):
            node = self.stage.ask(self.people[MZ, role], query, id=record)["node"]
            if node is not None:
                return str(node["version"])
        raise LookupError(record)

    def streams(self, behind: int = 0) -> set[object]:
        """The streams that facts behind a position were written to."""
        recorder = self.stage.house.log.recorder
        facts = recorder.tables.facts
        written = sa.select(facts.c.originator_id).where(facts.c.position > behind)
        with recorder.engine.connect() as connection:
            return set(connection.execute(written).scalars())

    # ----- records of MZ, each new ---------------------------------------------------------------

    def incident(self) -> Given:
        return self.editor("reportIncident", title="宛先の誤り", **PUBLIC)

    def closed_incident(self) -> Given:
        case = self.incident()
        return self.editor("closeIncident", **of("incident", case), reason="重複")

    def investigated_incident(self) -> Given:
        return self.editor("beginInvestigation", **of("incident", self.incident()))

    def cause(self) -> Given:
        return self.editor("stateCause", statement="手順がない", **PUBLIC)

    def measure(self, **more: Any) -> Given:
        return self.editor("proposeCountermeasure", title="二人で確かめる", **(PUBLIC | more))

    def scheduled_measure(self) -> Given:
        return self.measure(wording="2023年6月末までに", writtenOn="2023-02-17")

    def later(self) -> Given:
        """A measure with a later schedule, as a request names it."""
        measure = self.scheduled_measure()
        asked = {"wording": "2023年7月末までに", "writtenOn": "2023-02-17"}
        return {"id": measure["id"], "expectedVersion": measure["version"]} | asked

    def extension(self) -> Given:
        asked = {"countermeasures": [self.later()], "reason": "部品の遅れ"}
        return self.editor("requestExtension", **asked, **PUBLIC)

    def report(self) -> Given:
        return self.editor("foundReport", title="第1報", **PUBLIC)

    def investigation(self) -> Given:
        return self.editor("recordInvestigation", method="LOG", **PUBLIC)

    def figure(self) -> Given:
        given = {"label": "閲覧", "measure": "件数", "value": "3677", "unit": "件"}
        return self.editor("stateFigure", **given, **PUBLIC)

    def link(self) -> Given:
        ends = {"cause": self.cause()["id"], "record": self.incident()["id"]}
        made = self.editor("linkRecords", **ends)
        return ends | {"expectedVersion": made["version"]}

    def operation(self) -> Given:
        return self.editor("recordOperation", **TRAINING, **PUBLIC)

    def evidence(self) -> Given:
        about = self.incident()["id"]
        given = {"title": "手引", "document": DOCUMENT}
        return self.editor("attachEvidence", record=about, **given, **PUBLIC)

    def note(self) -> Given:
        return self.editor("writeNote", record=self.incident()["id"], text="要確認", **PUBLIC)

    def requirement(self) -> Given:
        return self.editor("receiveRequirement", **REQUIREMENT, **PUBLIC)

    def roll_out(self) -> Given:
        """A roll-out of MZ to the party that reads."""
        given = {
            "record": self.incident()["id"],
            "parties": [{"party": self.reader, "text": ASKED}],
        }
        made = self.made("barrier_officer", "askRollOut", **given)
        return dict(made["rollOuts"][0])

    def asker(self, role: str) -> UUID:
        """Somebody of the party that reads, which asks ours."""
        return self.stage.who(self.reader, role)

    def asked(self) -> Given:
        """A roll-out of the party that reads to ours."""
        case = self.stage.do(
            self.asker("editor"),
            "reportIncident",
            idempotencyKey=self.key(),
            title="宛先の誤り",
            **PUBLIC,
        )
        made = self.stage.do(
            self.asker("barrier_officer"),
            "askRollOut",
            idempotencyKey=self.key(),
            record=case["id"],
            parties=[{"party": self.us, "text": ASKED}],
        )
        return dict(made["rollOuts"][0])

    def roll_out_answer(self) -> Given:
        given = {"rollOut": self.asked()["id"], "verdict": "UNDER_EXAMINATION"}
        return self.editor("answerRollOut", **given, **PUBLIC)

    def release(self) -> Given:
        given = {"ids": [self.incident()["id"]], "to": self.reader, "basis": "共有"}
        made = self.made("barrier_officer", "releaseRecords", **given)
        return dict(made["releases"][0])

    def rule(self) -> Given:
        return self.made("barrier_officer", "imposeBarrierRule", **RULE, to=self.reader)

    def redaction(self) -> Given:
        given = {"record": self.incident()["id"], "field": "title", "reason": "氏名の混入"}
        made = self.made("barrier_officer", "redactText", **given)
        return dict(made["redaction"])

    def operating(self) -> Given:
        measure = self.measure(continuing=True)
        return self.editor("reportProgress", **of("countermeasure", measure), status="OPERATING")

    def check(self, measure: Given | None = None, layer: str = "EFFECTIVE") -> Given:
        about = {"countermeasure": (measure or self.operating())["id"], "layer": layer}
        return self.made("auditor", "stateCriterion", **about, **CRITERION, **PUBLIC)

    def checked(self) -> Given:
        """An operating measure that was found met in every layer."""
        measure = self.operating()
        for layer in ("SET_UP", "OPERATED", "EFFECTIVE"):
            check = of("check", self.check(measure, layer))
            self.made("auditor", "checkEffect", **check, met=True, result="0件だった")
        return measure

    def questionable(self) -> tuple[Given, Given]:
        """An incident, and a resolved measure that should have prevented it."""
        measure, cause, case = self.checked(), self.cause(), self.incident()
        self.made("cco", "giveVerdict", **of("countermeasure", measure), verdict="RESOLVED")
        for record in (measure, case):
            self.editor("linkRecords", cause=cause["id"], record=record["id"])
        return case, measure

    # ----- meetings of MZ and the reader ---------------------------------------------------------

    def secretariat(self, mutation: str, **given: Any) -> Given:
        return self.made("secretariat", mutation, **given)

    def told(self, **more: Any) -> Given:
        """An input of which its reader reads the words."""
        return {"acknowledgeReaders": [self.reader]} | more

    def meeting(self) -> Given:
        given = {"title": "第1回", "heldOn": "2023-06-30", "parties": [self.reader]}
        return self.secretariat("conveneMeeting", **given)

    def item(self, meeting: Given | None = None, common: bool = False) -> Given:
        """An incident on the agenda."""
        case = self.incident()
        if common:
            given = {"ids": [case["id"]], "to": self.reader, "basis": "共有"}
            self.made("barrier_officer", "releaseRecords", **given)
        about = {"meeting": (meeting or self.meeting())["id"], "record": case["id"]}
        return self.secretariat("addAgendaItem", **about, common=common)

    def closed_papers(self) -> Given:
        meeting = self.meeting()
        self.item(meeting)
        return self.secretariat("closePapers", **of("meeting", meeting))

    def opened(self) -> tuple[Given, Given]:
        """An open meeting, and an item of it."""
        meeting = self.meeting()
        item = self.item(meeting)
        closed = self.secretariat("closePapers", **of("meeting", meeting))
        return self.secretariat("openMeeting", **of("meeting", closed), **self.present()), item

    def present(self) -> Given:
        return {"attendance": [{"party": code, "people": 3} for code in (self.us, self.reader)]}

    def adjourned(self) -> Given:
        """A meeting whose minutes were to be corrected until yesterday."""
        opened, _ = self.opened()
        given = {"correctionsUntil": day_in_tokyo(self.stage.clock()).isoformat()}
        over = self.secretariat("adjournMeeting", **of("meeting", opened), **given)
        self.wait_a_day()
        return over

    def wait_a_day(self) -> None:
        clock = self.stage.clock
        clock.move_to(day_in_tokyo(clock()) + timedelta(days=1), 12)

    def entry(self) -> Given:
        opened, _ = self.opened()
        given = self.told(meeting=opened["id"], text="手引を配る")
        return self.secretariat("enterResolution", **given)

    def action_item(self) -> Given:
        opened, _ = self.opened()
        given = self.told(meeting=opened["id"], text="件数を数え直す")
        return self.secretariat("assignActionItem", **given)

    def done_action_item(self) -> Given:
        return self.secretariat("reportActionItem", **of("actionItem", self.action_item()))

    def department(self) -> Given:
        return self.made("administrator", "foundDepartment", name="営業部", since="2023-01-01")

    def member(self) -> Given:
        given = {"name": "新人", "roles": ["MEMBER"], "since": "2023-01-01"}
        return self.made("administrator", "enrolMember", **given)


def of(name: str, record: Given) -> Given:
    """A record as it was read: its id under the name of the input's field, and its version."""
    return {name: record["id"], "expectedVersion": record["version"]}


RULE: Final[Given] = {"name": "目的外利用", "category": "NETWORK_CUSTOMER", "basis": "電気事業法"}
TRAINING: Final[Given] = {
    "kind": "TRAINING",
    "title": "研修",
    "periodFrom": "2023-04-01",
    "periodTo": "2023-06-30",
}
REQUIREMENT: Final[Given] = {
    "kind": "INFORMATION_REQUEST",
    "authority": "経済産業大臣",
    "title": "託送業務に関する報告徴収",
    "receivedOn": "2023-02-20",
    "items": [{"text": "経緯"}, {"text": "再発防止策", "due": "2023-04-28"}],
}
ASKED: Final = "同様の誤りがないか、ご確認ください"
CRITERION: Final[Given] = {"measure": "閲覧の件数", "baseline": "12件", "target": "0件"}


@dataclass(frozen=True)
class Entry:
    """How a mutation is given by somebody of MZ who may.

    `by` is a role that surely succeeds. `abroad` is what somebody of PG is answered to whom every
    record in the input is released: DONE where that needs no record of one's own.
    """

    given: Callable[[World], Given]
    by: str = "editor"
    abroad: str = "NotYourParty"


DONE: Final = "DONE"


def _measure(more: Given, make: Callable[[World], Given] = World.measure) -> Entry:
    return Entry(lambda world: of("countermeasure", make(world)) | more)


def _creates(given: Given) -> Entry:
    return Entry(lambda _: dict(given), abroad=DONE)


def _meeting(given: Callable[[World], Given]) -> Entry:
    return Entry(given, by="secretariat", abroad="NoSuchRecord")


def _with_item(world: World) -> Given:
    """A meeting with something on its agenda."""
    meeting = world.meeting()
    world.item(meeting)
    return meeting


def _concluded(world: World) -> Given:
    """A countermeasure that both see, of which an open meeting has come to something."""
    meeting, measure = world.meeting(), world.measure()
    world.made(
        "barrier_officer", "releaseRecords", ids=[measure["id"]], to=world.reader, basis="共有"
    )
    item = world.secretariat("addAgendaItem", meeting=meeting["id"], record=measure["id"])
    closed = world.secretariat("closePapers", **of("meeting", meeting))
    world.secretariat("openMeeting", **of("meeting", closed), **world.present())
    world.secretariat("recordOutcome", **world.told(item=item["id"], outcome="DECIDED"))
    given = {"item": item["id"], "expectedVersion": measure["version"], "verdict": "FOLLOW_UP"}
    return given | world.told(reason="見守る")


def _apart(world: World) -> Given:
    """An item that all parties see and that is called common by nobody."""
    item = world.item(common=True)
    return world.secretariat("setAgendaItemApart", **of("item", item))


ENTRIES: Final[dict[str, Entry]] = {
    # ----- incidents -----
    "reportIncident": _creates({"title": "宛先の誤り"}),
    "reviseIncident": Entry(lambda w: of("incident", w.incident()) | {"title": "宛先違い"}),
    "numberIncident": Entry(lambda w: of("incident", w.incident()) | {"number": "1"}),
    "beginInvestigation": Entry(lambda w: of("incident", w.incident())),
    "confirmIncident": Entry(lambda w: of("incident", w.investigated_incident())),
    "closeIncident": Entry(lambda w: of("incident", w.incident()) | {"reason": "重複"}),
    "reopenIncident": Entry(lambda w: of("incident", w.closed_incident()) | {"reason": "新事実"}),
    "markRecurrence": Entry(lambda w: of("incident", w.incident()) | {"of": w.incident()["id"]}),
    # ----- causes -----
    "stateCause": _creates({"statement": "手順がない"}),
    "reviseCause": Entry(lambda w: of("cause", w.cause()) | {"statement": "手順が古い"}),
    "classifyCause": Entry(lambda w: of("cause", w.cause()) | {"kind": "ESCAPE"}),
    "numberCause": Entry(lambda w: of("cause", w.cause()) | {"number": "1"}),
    "confirmCause": Entry(lambda w: of("cause", w.cause())),
    "dismissCause": Entry(lambda w: of("cause", w.cause()) | {"reason": "根拠がない"}),
    "addCategory": _creates({"name": "委託管理"}),
    "linkRecords": Entry(lambda w: {"cause": w.cause()["id"], "record": w.incident()["id"]}),
    "unlinkRecords": Entry(World.link),
    # ----- countermeasures -----
    "proposeCountermeasure": _creates({"title": "二人で確かめる"}),
    "reviseCountermeasure": _measure({"title": "三人で確かめる"}),
    "remarkCountermeasure": _measure({"remark": "試行中"}),
    "characteriseCountermeasure": _measure({"kind": "PREVENTIVE"}),
    "assignCountermeasure": Entry(
        lambda w: (
            of("countermeasure", w.measure()) | {"responsibleDepartment": w.department()["id"]}
        )
    ),
    "numberCountermeasure": _measure({"number": "1"}),
    "splitCountermeasure": _measure({"parts": [{"title": "前半"}, {"title": "後半"}]}),
    "reportProgress": _measure({"status": "IN_PROGRESS"}),
    "cancelCountermeasure": _measure({"reason": "不要"}),
    "acceptRisk": Entry(
        lambda w: of("countermeasure", w.measure()) | {"reason": "影響が小さい"}, by="cco"
    ),
    "handOverCountermeasure": _measure(
        {"rule": "業務手引", "decision": "会議で決定"}, World.checked
    ),
    "giveVerdict": Entry(
        lambda w: of("countermeasure", w.measure()) | {"verdict": "FOLLOW_UP"}, by="cco"
    ),
    "setSchedule": _measure({"wording": "2023年6月末までに"}),
    "rescheduleCountermeasure": _measure(
        {"wording": "2023年7月末までに", "reason": "部品の遅れ"}, World.scheduled_measure
    ),
    "correctSchedule": _measure(
        {"wording": "2023年5月末までに", "reason": "誤記"}, World.scheduled_measure
    ),
    "setCheckDay": _measure({"day": "2023-09-30"}, World.operating),
    "requestExtension": Entry(
        lambda w: {"countermeasures": [w.later()], "reason": "部品の遅れ"}, abroad="NoSuchRecord"
    ),
    "decideExtension": Entry(
        lambda w: of("extension", w.extension()) | {"granted": True}, by="cco"
    ),
    "withdrawExtension": Entry(lambda w: of("extension", w.extension())),
    # ----- effect -----
    "stateCriterion": Entry(
        lambda w: {"countermeasure": w.operating()["id"], "layer": "SET_UP"} | CRITERION,
        by="auditor",
    ),
    "restateCriterion": Entry(
        lambda w: of("check", w.check()) | {"target": "1件以下"}, by="auditor"
    ),
    "checkEffect": Entry(
        lambda w: of("check", w.check()) | {"met": True, "result": "0件だった"}, by="auditor"
    ),
    "questionEffect": Entry(
        lambda w: of("incident", w.questionable()[0]), by="cco", abroad="NothingToQuestion"
    ),
    # ----- reports -----
    "foundReport": _creates({"title": "第1報"}),
    "reviseReport": Entry(lambda w: of("report", w.report()) | {"title": "第2報"}),
    "recordInvestigation": _creates({"method": "LOG"}),
    "reviseInvestigation": Entry(
        lambda w: of("investigation", w.investigation()) | {"note": "退職者を除く"}
    ),
    "stateFigure": _creates({"label": "閲覧", "measure": "件数", "value": "1", "unit": "件"}),
    "restateFigure": Entry(
        lambda w: of("figure", w.figure()) | {"value": "4000", "reason": "再集計"}
    ),
    # ----- what operates, evidence, notes -----
    "recordOperation": _creates(TRAINING),
    "reviseOperation": Entry(lambda w: of("operation", w.operation()) | {"title": "再研修"}),
    "attachEvidence": Entry(
        lambda w: {"record": w.incident()["id"], "title": "手引", "document": DOCUMENT},
        abroad=DONE,
    ),
    "reviseEvidence": Entry(lambda w: of("evidence", w.evidence()) | {"title": "手引書"}),
    "withdrawEvidence": Entry(lambda w: of("evidence", w.evidence()) | {"reason": "誤り"}),
    "writeNote": Entry(lambda w: {"record": w.incident()["id"], "text": "要確認"}, abroad=DONE),
    "reviseNote": Entry(lambda w: of("note", w.note()) | {"text": "確認済み"}),
    "withdrawNote": Entry(lambda w: of("note", w.note())),
    # ----- requirements -----
    "receiveRequirement": _creates(REQUIREMENT),
    "reviseRequirement": Entry(
        lambda w: of("requirement", w.requirement()) | {"title": "報告徴収（訂正）"}
    ),
    "answerRequirement": Entry(
        lambda w: of("requirement", w.requirement()) | {"item": 1, "add": [w.incident()["id"]]}
    ),
    "submitRequirement": Entry(lambda w: of("requirement", w.requirement()) | {"stage": "FIRST"}),
    "followUpRequirement": Entry(
        lambda w: of("requirement", w.requirement()) | {"items": [{"text": "件数の内訳"}]}
    ),
    "endRequirement": Entry(
        lambda w: of("requirement", w.requirement()) | {"outcome": "NO_FURTHER_REPORTS"}
    ),
    # ----- roll-outs -----
    "askRollOut": Entry(
        lambda w: {
            "record": w.incident()["id"],
            "parties": [{"party": w.reader, "text": ASKED}],
        },
        by="barrier_officer",
    ),
    "reviseRollOut": Entry(
        lambda w: (
            of("rollOut", w.roll_out()) | {"text": "改めて", "acknowledgeReaders": [w.reader]}
        ),
        by="barrier_officer",
        abroad="NoSuchRecord",
    ),
    "withdrawRollOut": Entry(
        lambda w: of("rollOut", w.roll_out()), by="barrier_officer", abroad="NoSuchRecord"
    ),
    "answerRollOut": Entry(
        lambda w: {"rollOut": w.asked()["id"], "verdict": "APPLIES"}, abroad="NoSuchRecord"
    ),
    "reviseRollOutAnswer": Entry(
        lambda w: of("answer", w.roll_out_answer()) | {"verdict": "DOES_NOT_APPLY"}
    ),
    # ----- categories -----
    "classifyRecords": Entry(
        lambda w: {"ids": [w.incident()["id"], w.cause()["id"]], "categories": ["PERSONAL"]}
    ),
    # ----- releases -----
    "releaseRecords": Entry(
        lambda w: {"ids": [w.incident()["id"], w.cause()["id"]], "to": w.reader, "basis": "共有"},
        by="barrier_officer",
    ),
    "withdrawRelease": Entry(
        lambda w: {"release": w.release()["id"]}, by="barrier_officer", abroad="NoSuchRecord"
    ),
    "imposeBarrierRule": Entry(
        lambda w: RULE | {"to": w.reader}, by="barrier_officer", abroad=DONE
    ),
    "endBarrierRule": Entry(
        lambda w: of("rule", w.rule()) | {"reason": "改正"},
        by="barrier_officer",
        abroad="NoSuchRecord",
    ),
    # ----- redactions -----
    "redactText": Entry(
        lambda w: {"record": w.incident()["id"], "field": "title", "reason": "氏名の混入"},
        by="barrier_officer",
    ),
    "confirmRedaction": Entry(
        lambda w: of("redaction", w.redaction()), by="cco", abroad="NoSuchRecord"
    ),
    "declineRedaction": Entry(
        lambda w: of("redaction", w.redaction()) | {"reason": "氏名ではない"},
        by="cco",
        abroad="NoSuchRecord",
    ),
    # ----- meetings -----
    "conveneMeeting": Entry(
        lambda w: {"title": "第1回", "heldOn": "2023-06-30", "parties": [w.reader]},
        by="secretariat",
        abroad=DONE,
    ),
    "reviseMeeting": _meeting(lambda w: of("meeting", w.meeting()) | w.told(title="第2回")),
    "closePapers": _meeting(lambda w: of("meeting", _with_item(w))),
    "replacePapers": _meeting(
        lambda w: of("meeting", w.closed_papers()) | w.told(reason="件数の差し替え")
    ),
    "openMeeting": _meeting(lambda w: of("meeting", w.closed_papers()) | w.present()),
    "adjournMeeting": _meeting(lambda w: of("meeting", w.opened()[0])),
    "confirmMinutes": _meeting(lambda w: of("meeting", w.adjourned())),
    "cancelMeeting": _meeting(lambda w: of("meeting", w.meeting()) | w.told(reason="日程の都合")),
    "addAgendaItem": _meeting(
        lambda w: {"meeting": w.meeting()["id"], "record": w.incident()["id"]}
    ),
    "rewordAgendaItem": _meeting(lambda w: of("item", w.item()) | w.told(topic="誤送信の件")),
    "withdrawAgendaItem": _meeting(lambda w: of("item", w.item())),
    "shareAgendaItem": _meeting(lambda w: of("item", _apart(w))),
    "setAgendaItemApart": _meeting(lambda w: of("item", w.item(common=True))),
    # ----- minutes -----
    "recordOutcome": _meeting(
        lambda w: w.told(item=w.opened()[1]["id"], outcome="DEFERRED", text="次回に確かめる")
    ),
    "applyOutcome": _meeting(_concluded),
    "enterResolution": _meeting(lambda w: w.told(meeting=w.opened()[0]["id"], text="手引を配る")),
    "enterOpinion": _meeting(
        lambda w: w.told(meeting=w.opened()[0]["id"], theme="周知", text="現場に届いていない")
    ),
    "amendMinutes": _meeting(lambda w: of("entry", w.entry()) | w.told(text="手引を改めて配る")),
    "strikeOutEntry": _meeting(lambda w: of("entry", w.entry()) | w.told(reason="重複")),
    "assignActionItem": _meeting(
        lambda w: w.told(meeting=w.opened()[0]["id"], text="件数を数え直す")
    ),
    "reviseActionItem": _meeting(
        lambda w: of("actionItem", w.action_item()) | w.told(text="件数と内訳を数え直す")
    ),
    "reportActionItem": _meeting(
        lambda w: of("actionItem", w.action_item()) | w.told(result="3件だった")
    ),
    "dropActionItem": _meeting(
        lambda w: of("actionItem", w.action_item()) | w.told(reason="不要になった")
    ),
    "reopenActionItem": _meeting(
        lambda w: of("actionItem", w.done_action_item()) | w.told(reason="漏れがあった")
    ),
    # ----- what one has seen -----
    "markAsSeen": Entry(lambda _: {}, by="member", abroad=DONE),
    # ----- people -----
    "foundDepartment": Entry(lambda _: {"name": "営業部"}, by="administrator", abroad=DONE),
    "renameDepartment": Entry(
        lambda w: of("department", w.department()) | {"name": "お客さま営業部"},
        by="administrator",
        abroad="NoSuchRecord",
    ),
    "closeDepartment": Entry(
        lambda w: of("department", w.department()), by="administrator", abroad="NoSuchRecord"
    ),
    "mergeDepartments": Entry(
        lambda w: of("into", w.department()) | {"from": [w.department()["id"]]},
        by="administrator",
        abroad="NoSuchRecord",
    ),
    "enrolMember": Entry(
        lambda _: {"name": "新人", "roles": ["MEMBER"]}, by="administrator", abroad=DONE
    ),
    "renameMember": Entry(
        lambda w: of("member", w.member()) | {"name": "旧姓"},
        by="administrator",
        abroad="NoSuchRecord",
    ),
    "grantRole": Entry(
        lambda w: of("member", w.member()) | {"role": "EDITOR"},
        by="administrator",
        abroad="NoSuchRecord",
    ),
    "endRole": Entry(
        lambda w: of("member", w.member()) | {"role": "MEMBER"},
        by="administrator",
        abroad="NoSuchRecord",
    ),
    "retireMember": Entry(
        lambda w: of("member", w.member()), by="administrator", abroad="NoSuchRecord"
    ),
}


TAKING_DAYS: Final = frozenset({"confirmMinutes"})
"""The mutations before whose input days pass."""


@dataclass(frozen=True)
class Several:
    """How a mutation names several records that stand, and in which field of its input."""

    field: str
    given: Callable[[World], Given]
    by: str = "editor"


def _questioned(world: World) -> Given:
    case, measure = world.questionable()
    return of("incident", case) | {"countermeasures": [measure["id"]]}


SEVERAL: Final[dict[str, Several]] = {
    "classifyRecords": Several("ids", lambda w: ENTRIES["classifyRecords"].given(w)),
    "releaseRecords": Several(
        "ids", lambda w: ENTRIES["releaseRecords"].given(w), by="barrier_officer"
    ),
    "questionEffect": Several("countermeasures", _questioned, by="cco"),
    "recordOperation": Several(
        "countermeasures",
        lambda w: TRAINING | {"countermeasures": [w.operating()["id"], w.operating()["id"]]},
    ),
    "mergeDepartments": Several(
        "from",
        lambda w: (
            of("into", w.department()) | {"from": [w.department()["id"], w.department()["id"]]}
        ),
        by="administrator",
    ),
}
"""The mutations that name several records at once; a new one gets its entry here."""
