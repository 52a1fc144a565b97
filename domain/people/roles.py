"""Who may do what: roles, the grants that give them, and one rule that permits a command."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final
from uuid import UUID

from domain.people.commands import COMMANDS
from domain.refusals import NotPermitted, NotYourDepartment, NotYourParty
from domain.texts import Word


class Role(Word):
    """What a member may be in a party."""

    MEMBER = "member", "委員"
    EDITOR = "editor", "編集担当"
    BARRIER_OFFICER = "barrier_officer", "情報遮断責任者"
    SECRETARIAT = "secretariat", "事務局"
    CCO = "cco", "コンプライアンス責任者"
    DESK_OFFICER = "desk_officer", "相談窓口担当"
    CUSTODIAN = "custodian", "鍵・身元の管理者"
    AUDITOR = "auditor", "監査担当"
    ADMINISTRATOR = "administrator", "管理者"


READS: Final = frozenset(Role) - {Role.ADMINISTRATOR, Role.CUSTODIAN}
"""The roles that may read the register; a member with no standing role among them sees nothing."""

_ADMINISTRATOR: Final = frozenset({Role.ADMINISTRATOR})
_EDITOR: Final = frozenset({Role.EDITOR})
_BARRIER_OFFICER: Final = frozenset({Role.BARRIER_OFFICER})
_CCO: Final = frozenset({Role.CCO})
_SECRETARIAT: Final = frozenset({Role.SECRETARIAT})
_DESK_OFFICER: Final = frozenset({Role.DESK_OFFICER})
_CUSTODIAN: Final = frozenset({Role.CUSTODIAN})

PEOPLE_COMMANDS: Final = (
    "found_party",
    "rename_party",
    "close_party",
    "found_department",
    "rename_department",
    "close_department",
    "merge_departments",
    "enrol_member",
    "rename_member",
    "grant_role",
    "end_role",
    "retire_member",
)
"""What the administrator does, and the operator at the machine's command line."""

EDITOR_COMMANDS: Final = (
    "import_workbook",
    "found_report",
    "revise_report",
    "report_incident",
    "revise_incident",
    "number_incident",
    "begin_investigation",
    "confirm_incident",
    "close_incident",
    "reopen_incident",
    "mark_recurrence",
    "record_investigation",
    "revise_investigation",
    "state_figure",
    "restate_figure",
    "add_category",
    "state_cause",
    "revise_cause",
    "classify_cause",
    "number_cause",
    "confirm_cause",
    "dismiss_cause",
    "propose_countermeasure",
    "revise_countermeasure",
    "remark_countermeasure",
    "characterise_countermeasure",
    "assign_countermeasure",
    "number_countermeasure",
    "split_countermeasure",
    "report_progress",
    "cancel_countermeasure",
    "hand_over_countermeasure",
    "set_schedule",
    "reschedule_countermeasure",
    "set_check_day",
    "request_extension",
    "withdraw_extension",
    "link_records",
    "unlink_records",
    "record_operation",
    "revise_operation",
    "attach_evidence",
    "revise_evidence",
    "withdraw_evidence",
    "receive_requirement",
    "revise_requirement",
    "answer_requirement",
    "follow_up_requirement",
    "answer_roll_out",
    "revise_roll_out_answer",
)

CHECK_COMMANDS: Final = ("state_criterion", "restate_criterion", "check_effect")
CHECKERS: Final = frozenset({Role.EDITOR, Role.CCO, Role.AUDITOR})
"""Who checks effects; never for a measure of their own department, or that they reported as done."""

NOTE_COMMANDS: Final = ("write_note", "revise_note", "withdraw_note")
NOTE_WRITERS: Final = READS - {Role.DESK_OFFICER}
"""Who reads the register may remark on it; the desk keeps its own counsel."""

AGENDA_COMMANDS: Final = (
    "add_agenda_item",
    "reword_agenda_item",
    "withdraw_agenda_item",
    "share_agenda_item",
    "set_agenda_item_apart",
)
"""What each party does for a meeting beforehand."""

MEETING_COMMANDS: Final = (
    "convene_meeting",
    "revise_meeting",
    "close_papers",
    "replace_papers",
    "open_meeting",
    "record_outcome",
    "apply_outcome",
    "enter_resolution",
    "enter_opinion",
    "assign_action_item",
    "adjourn_meeting",
    "amend_minutes",
    "strike_out_entry",
    "confirm_minutes",
    "cancel_meeting",
    "revise_action_item",
    "drop_action_item",
    "reopen_action_item",
)
"""What the secretariat does, of the party that convenes, and at the meeting of each."""

DESK_COMMANDS: Final = (
    "log_ticket",
    "describe_ticket",
    "issue_receipt",
    "acknowledge_ticket",
    "assess_ticket",
    "designate_handler",
    "release_handler",
    "name_person",
    "strike_out_person",
    "tell_decision",
    "answer_ticket",
    "take_message",
    "note_ticket",
    "record_action",
    "attach_to_ticket",
    "conclude_ticket",
    "tell_result",
    "check_welfare",
    "reopen_ticket",
    "hold_ticket",
    "lift_hold",
    "ask_for_identity",
    "ask_for_erasure",
    "draft_incident",
    "withdraw_draft",
    "draft_guidance",
    "withdraw_guidance_draft",
    "publish_guidance",
    "publish_statistics",
)
"""What the desk does about a ticket: with a designation alone, and only where one may see the ticket."""

CUSTODIAN_COMMANDS: Final = (
    "grant_request",
    "decline_request",
    "designate_officer",
    "revoke_designation",
)
"""What the custodian does for the desk, without seeing a ticket."""

MAY: Final[Mapping[str, frozenset[Role]]] = MappingProxyType(
    dict.fromkeys(PEOPLE_COMMANDS, _ADMINISTRATOR)
    | dict.fromkeys(EDITOR_COMMANDS, _EDITOR)
    | dict.fromkeys(NOTE_COMMANDS, NOTE_WRITERS)
    | dict.fromkeys(CHECK_COMMANDS, CHECKERS)
    | dict.fromkeys(AGENDA_COMMANDS, _EDITOR | _SECRETARIAT)
    | dict.fromkeys(MEETING_COMMANDS, _SECRETARIAT)
    | dict.fromkeys(DESK_COMMANDS, _DESK_OFFICER)
    | dict.fromkeys(CUSTODIAN_COMMANDS, _CUSTODIAN)
    | {
        "report_draft": _EDITOR,
        "withdraw_guidance": _DESK_OFFICER,
        "report_action_item": _EDITOR | _SECRETARIAT | _CCO,
        "classify_records": _EDITOR | _BARRIER_OFFICER,
        "correct_schedule": _EDITOR | _CCO,
        "give_verdict": _CCO,
        "accept_risk": _CCO,
        "decide_extension": _CCO,
        "question_effect": _EDITOR | _CCO,
        "submit_requirement": _EDITOR | _CCO,
        "end_requirement": _EDITOR | _CCO,
        "release_records": _BARRIER_OFFICER,
        "withdraw_release": _BARRIER_OFFICER,
        "ask_roll_out": _BARRIER_OFFICER,
        "revise_roll_out": _BARRIER_OFFICER,
        "withdraw_roll_out": _BARRIER_OFFICER,
        "impose_barrier_rule": _BARRIER_OFFICER,
        "end_barrier_rule": _BARRIER_OFFICER,
        "redact_text": _BARRIER_OFFICER,
        "confirm_redaction": _BARRIER_OFFICER | _CCO,
        "decline_redaction": _BARRIER_OFFICER | _CCO,
        "mark_as_seen": READS,
        "export": READS,
    }
)
"""Every command and the roles that may give it. docs/roles.md shows it; a test keeps them equal."""

DEPARTMENTAL: Final = frozenset(
    {
        "report_progress",
        "cancel_countermeasure",
        "hand_over_countermeasure",
        "record_operation",
        "revise_operation",
        "attach_evidence",
        "revise_evidence",
        "withdraw_evidence",
    }
)
"""The commands in which an editor limited to departments acts for these alone."""


@dataclass(frozen=True, slots=True)
class Grant:
    """A role in a party, for one department of it or the whole, from a day until its last day."""

    party: int
    role: str
    department: UUID | None
    since: date
    until: date | None

    def stands_on(self, day: date) -> bool:
        """Whether the role is held that day; both ends of the grant count."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: a member, the party served, and the grants that stand that day."""

    member: UUID
    party: int
    grants: tuple[Grant, ...]

    @property
    def roles(self) -> frozenset[Role]:
        """The roles held in the party served; a grant in any other party counts for nothing."""
        return frozenset(Role(grant.role) for grant in self.grants if grant.party == self.party)

    def departments(self, roles: frozenset[Role]) -> frozenset[UUID | None]:
        """The departments for which any of the roles is held; None is the whole party."""
        return frozenset(
            grant.department
            for grant in self.grants
            if grant.party == self.party and grant.role in roles
        )


OPERATOR: Final = Actor(member=UUID(int=0), party=-1, grants=())
"""Who types at the machine's own command line: of no party, for the commands on people alone."""


def permit(
    command: str,
    actor: Actor,
    *,
    owner: int | None = None,
    department: UUID | None = None,
    whole_party: bool = False,
) -> None:
    """Refuse the command unless a standing role allows it, in the actor's own party.

    `owner` is the number of the party the command would act for, `department` the one responsible
    for the record. `whole_party` lets a departmental editor act for all departments of the party,
    as an import does.
    """
    if actor == OPERATOR and command in PEOPLE_COMMANDS:
        return
    allowing = MAY[command]
    if not actor.roles & allowing:
        raise NotPermitted(
            command_ja=COMMANDS[command],
            command_en=command.replace("_", " "),
            roles=tuple(role for role in Role if role in allowing),
        )
    if owner is not None and owner != actor.party:
        raise NotYourParty()
    limited = command in DEPARTMENTAL and department is not None and not whole_party
    if limited and not actor.departments(allowing) & {None, department}:
        raise NotYourDepartment()
