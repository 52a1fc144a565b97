"""A played example register that tests may ask and change, each in a copy of its own."""

from __future__ import annotations

import json
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from starlette.testclient import TestClient

from api.context import Context
from api.edge.edge import Edge
from api.http import build_app
from api.schema import Schema, build_schema
from examples.play import Clock, Person, play
from service import house
from service.settings import Settings
from tests.grounds import ground

SCHEMA: Schema = build_schema()
PATIENT: Final = Edge(question_seconds=120, command_seconds=120)
"""For tests that are not about time: another test may have the machine for itself for a while."""

_MEASURE = """... on Countermeasure { title items kind continuing number remark status statusReason
    verdict verdictReason verdictOutdated handOver { rule ruleVersion decision department { id } }
    responsible { party { code } department { id } } splitFrom { id } parts { id title }
    schedule { wording writtenOn kind due startedOn finishedOn nextCheck milestones { day wording }
    slipCount slips { fromWording toWording reason } originalWording originalDue
    correctionCount corrections { fromWording toWording fromDue toDue reason later } }
    pendingExtension { id version code } }"""
_EXTENSION = """... on ExtensionRequest { reason status decidedAt decisionReason measures {
    countermeasure { id version } fromWording fromDue fromCertainty wording writtenOn kind due certainty
    milestones { day wording } } }"""
_CHECK = """... on EffectivenessCheck { layer measure baseline target statedOn met result resultReason
    checkedOn countermeasure { id } questionedBy { id } }"""
MEASURES = (
    "reviseCountermeasure",
    "remarkCountermeasure",
    "characteriseCountermeasure",
    "assignCountermeasure",
    "numberCountermeasure",
    "splitCountermeasure",
    "cancelCountermeasure",
    "acceptRisk",
    "handOverCountermeasure",
    "giveVerdict",
    "rescheduleCountermeasure",
    "correctSchedule",
    "setCheckDay",
)
_OPERATION = """... on OperationRecord { kind title periodFrom periodTo planned done people result
    countermeasures { id schedule { nextCheck wording } } }"""
_EVIDENCE = """... on Evidence { title name number documentVersion place withdrawn withdrawalReason
    about { id __typename } file { name mediaType size sha256 url } }"""
_NOTE = "... on Note { text withdrawn about { id __typename } }"
_NAMED = "{ record { id __typename } }"
_REQUIREMENT = f"""... on Requirement {{ kind authority title receivedOn due clock clockFrom
    firstReportDue finalReportDue status endedOn endReason nextDue overdue
    items {{ number text due askedOn followUp submittedIn daysLeft overdue answers {_NAMED} }}
    submissions {{ number stage submittedOn statusDate recordedAt items note records {_NAMED} }}
    clocks {{ stage due daysLeft overdue }} }}"""
_ROLL_OUT = """id code version owner { code } to { code } text answerBy withdrawn informationCategories
    about { id __typename } answers { id }"""
_ANSWER = f"... on RollOutAnswer {{ verdict text rollOut {{ id }} records {_NAMED} }}"
RECORD = "... on Record { id code version owner { code } informationCategories }"
RULE = """id version code name category to { code } basis firstDay lastDay active over endReason
    coveredCount barredReleases { id to { code } record { id } }"""
RELEASE = "id to { code } basis until releasedAt stands withdrawn wording wordedAt stale"
REPORT = """redaction { id code version field status reason writtenOn decidedAt declineReason
      textCount record { __typename id code } }
    readBy { party { code } reads readers { memberCode roles reads } }
    followUp { title summary occurredOn informationCategories }"""
SHOWN = {
    **dict.fromkeys(MEASURES, _MEASURE),
    **dict.fromkeys(("stateCriterion", "restateCriterion", "checkEffect"), _CHECK),
    "questionEffect": "... on Incident { title questioned { id } }",
    **dict.fromkeys(("requestExtension", "decideExtension", "withdrawExtension"), _EXTENSION),
    "recordOperation": _OPERATION,
    "reviseOperation": _OPERATION,
    "attachEvidence": _EVIDENCE,
    "reviseEvidence": _EVIDENCE,
    "withdrawEvidence": _EVIDENCE,
    "writeNote": _NOTE,
    "reviseNote": _NOTE,
    "withdrawNote": _NOTE,
    "proposeCountermeasure": _MEASURE,
    "setSchedule": _MEASURE,
    "reportProgress": _MEASURE,
    "restateFigure": "... on Figure { value reason restates { value } }",
    "classifyRecords": f"... on ClassifyRecordsPayload {{ count records {{ __typename {RECORD} }} }}",
    "releaseRecords": f"""... on ReleaseRecordsPayload {{ releases {{
        {RELEASE} record {{ id __typename }} }} }}""",
    "imposeBarrierRule": f"... on BarrierRule {{ {RULE} }}",
    "endBarrierRule": f"... on BarrierRule {{ {RULE} }}",
    "withdrawRelease": f"... on Release {{ {RELEASE} }}",
    "redactText": f"... on RedactionReport {{ {REPORT} }}",
    "confirmRedaction": f"... on RedactionReport {{ {REPORT} }}",
    "markAsSeen": "... on MarkedAsSeen { lastLooked }",
    **dict.fromkeys(
        (
            *("receiveRequirement", "reviseRequirement", "answerRequirement"),
            *("submitRequirement", "followUpRequirement", "endRequirement"),
        ),
        _REQUIREMENT,
    ),
    "askRollOut": f"... on AskRollOutPayload {{ rollOuts {{ {_ROLL_OUT} }} }}",
    **dict.fromkeys(("reviseRollOut", "withdrawRollOut"), f"... on RollOut {{ {_ROLL_OUT} }}"),
    **dict.fromkeys(("answerRollOut", "reviseRollOutAnswer"), _ANSWER),
    "linkRecords": """... on Link { cause { statement } incident { title }
        countermeasure { title } }""",
}
"""What a test reads of each mutation's record, beside what every record shows."""
OF_MANY = (
    "markAsSeen",
    "classifyRecords",
    "releaseRecords",
    "askRollOut",
    "redactText",
    "confirmRedaction",
)
"""The mutations that answer no record by itself: several at once, or a report."""


def unnamed(named: str, answer: dict[str, Any]) -> dict[str, Any]:
    """An answer without the name by which the asker asked, which a refusal tells again."""
    told = json.dumps(answer, ensure_ascii=False).replace(named, "…")
    return dict(json.loads(told))


@dataclass(frozen=True, slots=True)
class Stage:
    """The opened house of one test, its people by party and role, and its clock."""

    house: house.House
    people: tuple[Person, ...]
    clock: Clock

    def who(self, party: str, role: str = "member") -> UUID:
        return next(p.id for p in self.people if p.party == party and p.roles == (role,))

    def ask(self, member: UUID, query: str, **variables: Any) -> dict[str, Any]:
        """The data of an answer without errors."""
        data, errors = self.answer(member, query, **variables)
        assert not errors, errors
        assert data is not None
        return data

    def answer(
        self, member: UUID, query: str, **variables: Any
    ) -> tuple[dict[str, Any] | None, list[Any]]:
        with ExitStack() as stack:
            result = SCHEMA.execute_sync(
                query,
                variable_values=variables,
                context_value=Context(
                    self.house.office, member, stack, desk_office=self.house.desk
                ),
            )
        return result.data, list(result.errors or ())

    def do(self, member: UUID, mutation: str, /, **given: Any) -> dict[str, Any]:
        """One mutation by its name; answers what its union answered."""
        input_type = mutation[0].upper() + mutation[1:] + "Input"
        document = f"""
            mutation ($input: {input_type}!) {{ {mutation}(input: $input) {{
              __typename
              {"" if mutation in OF_MANY else RECORD}
              ... on Refusal {{ message messageEn }}
              {SHOWN.get(mutation, "")}
            }} }}"""
        answer = self.ask(member, document, input=given)[mutation]
        assert isinstance(answer, dict)
        return answer

    def facts(self) -> int:
        """How many facts the log holds."""
        return self.house.log.recorder.max_notification_id() or 0

    def client(self) -> TestClient:
        return TestClient(
            build_app(self.house.office, self.house.tokens, SCHEMA, PATIENT, desk=self.house.desk)
        )

    def remove(self) -> None:
        """Let go of it all."""
        self.house.close()
        ground().drop(self.house.settings)

    def token(self, member: UUID) -> str:
        return self.house.tokens.issue(member, at=self.clock(), valid=timedelta(hours=1))


@dataclass(frozen=True, slots=True)
class Played:
    """A house at rest in which the example was played, on the ground of this run."""

    settings: Settings
    people: tuple[Person, ...]


def play_into(folder: Path) -> Played:
    """Play the example into a new database, with its key in the folder."""
    clock = Clock()
    settings = ground().blank(folder)
    opened = house.found(settings, clock)
    people = play(opened.office, clock)
    opened.close()
    return Played(settings, people)


def copy_of(played: Played, into: Path) -> Stage:
    """The played house, opened in a folder of its own."""
    settings = ground().copy(played.settings, into)
    clock = Clock()
    clock.join_real_time()
    return Stage(house.enter(settings, clock), played.people, clock)
