"""What may be done over GraphQL: each mutation is one command, and answers its record or a refusal."""

from __future__ import annotations

import strawberry

from api.people.changes import PeopleMutations
from api.people.looking import LookingMutations
from api.register.changes.barrier_rules import BarrierRuleMutations
from api.register.changes.causes import CauseMutations
from api.register.changes.checks import CheckMutations
from api.register.changes.classifying import ClassifyingMutations
from api.register.changes.countermeasures import CountermeasureMutations
from api.register.changes.evidence import EvidenceMutations
from api.register.changes.extensions import ExtensionMutations
from api.register.changes.incidents import IncidentMutations
from api.register.changes.meetings import MeetingMutations
from api.register.changes.minutes import MinutesMutations
from api.register.changes.notes import NoteMutations
from api.register.changes.operations import OperationMutations
from api.register.changes.redactions import RedactionMutations
from api.register.changes.releases import ReleaseMutations
from api.register.changes.reports import ReportMutations
from api.register.changes.requirements import RequirementMutations
from api.register.changes.roll_outs import RollOutMutations
from api.register.changes.schedules import ScheduleMutations


@strawberry.type(description="操作 / What may be done. Each is one command: all of it, or nothing.")
class Mutation(
    IncidentMutations,
    CauseMutations,
    CountermeasureMutations,
    ScheduleMutations,
    ExtensionMutations,
    CheckMutations,
    ReportMutations,
    EvidenceMutations,
    NoteMutations,
    OperationMutations,
    RequirementMutations,
    ClassifyingMutations,
    ReleaseMutations,
    RollOutMutations,
    BarrierRuleMutations,
    RedactionMutations,
    MeetingMutations,
    MinutesMutations,
    PeopleMutations,
    LookingMutations,
):
    """All mutations of the register."""
