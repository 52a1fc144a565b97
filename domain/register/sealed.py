"""Which sealed texts stand behind a field of a record: what a redaction of that field destroys."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final, NamedTuple

from domain.kernel import Fact, Root
from domain.register.action_item import ActionItem
from domain.register.agenda_item import AgendaItem
from domain.register.barrier_rule import BarrierRule
from domain.register.cause import Cause
from domain.register.check import EffectivenessCheck
from domain.register.countermeasure import Countermeasure
from domain.register.evidence import Evidence
from domain.register.extension import ExtensionRequest
from domain.register.figure import Figure
from domain.register.guidance import Guidance
from domain.register.incident import Incident
from domain.register.investigation import Investigation
from domain.register.link import Link
from domain.register.meeting import ReviewMeeting
from domain.register.minutes import MinutesEntry
from domain.register.note import Note
from domain.register.operation import OperationRecord
from domain.register.redaction import Redaction
from domain.register.release import Release
from domain.register.released_wording import ReleasedWording
from domain.register.report import Report
from domain.register.requirement import Requirement
from domain.register.roll_out import RollOut, RollOutAnswer
from domain.register.schedule import Schedule

CONTENT: Final = "content"
"""What the content of a file is sealed as, beside the fields of the fact that brought it."""


class Sealed(NamedTuple):
    """A text of its own key: a field of a class of fact, or the content that came with it."""

    fact: type[Fact]
    field: str


ROOTS: Final[Mapping[str, tuple[type[Root], ...]]] = {
    "incident": (Incident,),
    "cause": (Cause,),
    "countermeasure": (Countermeasure, Schedule),
    "check": (EffectivenessCheck,),
    "operation": (OperationRecord,),
    "extension": (ExtensionRequest,),
    "report": (Report,),
    "investigation": (Investigation,),
    "figure": (Figure,),
    "guidance": (Guidance,),
    "evidence": (Evidence,),
    "note": (Note,),
    "requirement": (Requirement,),
    "roll_out": (RollOut,),
    "roll_out_answer": (RollOutAnswer,),
    "link": (Link,),
    "release": (Release, ReleasedWording, RollOut),
    "barrier_rule": (BarrierRule,),
    "redaction": (Redaction,),
    "review_meeting": (ReviewMeeting,),
    "agenda_item": (AgendaItem,),
    "minutes_entry": (MinutesEntry,),
    "action_item": (ActionItem,),
}
"""The kinds of record whose texts can be redacted, and the aggregates whose facts hold these texts."""

_CALLED: Final[Mapping[Sealed, str]] = {
    Sealed(Incident.Closed, "reason"): "statusReason",
    Sealed(Incident.Reopened, "reason"): "statusReason",
    Sealed(Countermeasure.ProgressReported, "reason"): "statusReason",
    Sealed(Countermeasure.VerdictGiven, "reason"): "verdictReason",
    Sealed(Countermeasure.HandedOver, "rule"): "handOver.rule",
    Sealed(Countermeasure.HandedOver, "rule_version"): "handOver.ruleVersion",
    Sealed(Countermeasure.HandedOver, "decision"): "handOver.decision",
    Sealed(Schedule.Rescheduled, "reason"): "schedule.slips",
    Sealed(Schedule.Corrected, "reason"): "schedule.corrections",
    Sealed(ExtensionRequest.Granted, "reason"): "decisionReason",
    Sealed(ExtensionRequest.Declined, "reason"): "decisionReason",
    Sealed(EffectivenessCheck.Concluded, "reason"): "resultReason",
    Sealed(Evidence.FileAttached, "sha256"): "file",
    Sealed(Evidence.FileAttached, CONTENT): "file",
    Sealed(Evidence.DocumentCited, "document_version"): "documentVersion",
    Sealed(Evidence.Withdrawn, "reason"): "withdrawalReason",
    Sealed(Guidance.Published, "basis_version"): "basisVersion",
    Sealed(Guidance.Withdrawn, "reason"): "withdrawalReason",
    Sealed(Release.Withdrawn, "reason"): "withdrawalReason",
    Sealed(ReleasedWording.Written, "text"): "wording",
    Sealed(ReleasedWording.Rewritten, "text"): "wording",
    Sealed(BarrierRule.Ended, "reason"): "endReason",
    Sealed(Requirement.Submitted, "note"): "submissions",
    Sealed(Requirement.Ended, "reason"): "endReason",
    Sealed(Redaction.Declined, "reason"): "declineReason",
    Sealed(ReviewMeeting.PapersReplaced, "reason"): "papers",
    Sealed(ReviewMeeting.Cancelled, "reason"): "cancelReason",
}
"""What answers call a text where its fact calls it otherwise. The reasons of undone links and withdrawn
releases are shown nowhere, and may all the same hold what they should not."""


_WORDS_OF_RELEASES: Final = frozenset(
    {Sealed(RollOut.Asked, "text"), Sealed(RollOut.Revised, "text")}
)
"""The texts of roll-outs, which a release shows as its wording."""


@cache
def fields_of(kind: str) -> Mapping[str, frozenset[Sealed]]:
    """The fields of a kind of record that can be redacted, each with the texts behind it."""
    found: dict[str, set[Sealed]] = {}
    for root in ROOTS.get(kind, ()):
        for one in _sealed_in(root):
            shown = "wording" if kind == "release" and one in _WORDS_OF_RELEASES else one.field
            found.setdefault(_CALLED.get(one, shown), set()).add(one)
    return {field: frozenset(texts) for field, texts in found.items()}


def _sealed_in(root: type[Root]) -> Iterator[Sealed]:
    for fact in vars(root).values():
        if isinstance(fact, type) and issubclass(fact, Fact):
            for field in fact.SEALED:
                yield Sealed(fact, field)
            if fact is Evidence.FileAttached:
                yield Sealed(fact, CONTENT)
