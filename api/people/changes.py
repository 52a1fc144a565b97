"""Mutations about departments and members: what an administrator does, for the own party alone."""

from __future__ import annotations

from datetime import date

import strawberry

from api.changing import Changing, Creating, ExpectingSeveral, mutation
from api.people.types import Department, Member
from api.people.words import RoleWord
from commands.people.departments import found_department, rename_department
from commands.people.members import (
    end_role,
    enrol_member,
    grant_role,
    rename_member,
    retire_member,
)
from commands.register.organisation import close_department, merge_departments
from domain.people import refusals as rules
from domain.refusals import PeriodEndsBeforeItBegins

_ELSE_TODAY = "省けば本日 / else today."


@strawberry.input(description="部署の設置 / Found a department.")
class FoundDepartmentInput(Creating):
    name: str = strawberry.field(description="名称 / Its name.")
    since: date | None = strawberry.field(
        default=None, description=f"設置日 / Its first day; {_ELSE_TODAY}"
    )


@strawberry.input(description="部署名の変更 / Rename a department.")
class RenameDepartmentInput(Changing):
    department: strawberry.ID = strawberry.field(description="部署 / The department.")
    name: str = strawberry.field(description="名称 / Its new name.")
    since: date | None = strawberry.field(
        default=None, description=f"変更日 / The first day of the name; {_ELSE_TODAY}"
    )


@strawberry.input(description="部署の廃止 / Close a department.")
class CloseDepartmentInput(Changing):
    department: strawberry.ID = strawberry.field(description="部署 / The department.")
    until: date | None = strawberry.field(
        default=None, description=f"廃止日 / Its last day; {_ELSE_TODAY}"
    )


@strawberry.input(description="部署の統合 / Merge departments into another.")
class MergeDepartmentsInput(Changing, ExpectingSeveral):
    into: strawberry.ID = strawberry.field(description="統合先 / The department that takes over.")
    departments: list[strawberry.ID] = strawberry.field(
        name="from", description="統合元 / The departments that end."
    )
    since: date | None = strawberry.field(
        default=None, description=f"統合日 / The day it takes over, none to come; {_ELSE_TODAY}"
    )


@strawberry.input(description="利用者の登録 / Enrol a member.")
class EnrolMemberInput(Creating):
    name: str = strawberry.field(description="氏名 / Name.")
    roles: list[RoleWord] = strawberry.field(description="役割 / The roles granted.")
    department: strawberry.ID | None = strawberry.field(
        default=None, description="部署 / For one department; left out: for the whole party."
    )
    since: date | None = strawberry.field(
        default=None, description=f"開始日 / First day of the roles; {_ELSE_TODAY}"
    )
    until: date | None = strawberry.field(default=None, description="終了日 / Last day, if any.")


@strawberry.input(description="氏名の変更 / Rename a member.")
class RenameMemberInput(Changing):
    member: strawberry.ID = strawberry.field(description="利用者 / The member.")
    name: str = strawberry.field(description="氏名 / Name.")


@strawberry.input(description="役割の指定 / One role of a member.")
class RoleOfMember(Changing):
    member: strawberry.ID = strawberry.field(description="利用者 / The member.")
    role: RoleWord = strawberry.field(description="役割 / The role.")
    department: strawberry.ID | None = strawberry.field(
        default=None, description="部署 / For one department; left out: for the whole party."
    )


@strawberry.input(description="役割の付与 / Grant a role.")
class GrantRoleInput(RoleOfMember):
    since: date | None = strawberry.field(
        default=None, description=f"開始日 / First day; {_ELSE_TODAY}"
    )
    until: date | None = strawberry.field(default=None, description="終了日 / Last day, if any.")


@strawberry.input(description="役割の終了 / End a role.")
class EndRoleInput(RoleOfMember):
    until: date | None = strawberry.field(
        default=None, description=f"終了日 / Last day; {_ELSE_TODAY}"
    )


@strawberry.input(description="退任 / Retire a member.")
class RetireMemberInput(Changing):
    member: strawberry.ID = strawberry.field(description="利用者 / The member.")
    until: date | None = strawberry.field(
        default=None, description=f"退任日 / The last day; {_ELSE_TODAY}"
    )


@strawberry.type
class PeopleMutations:
    found_department = mutation(
        found_department,
        FoundDepartmentInput,
        Department,
        "部署を設置する / Found a department of your party.",
    )
    rename_department = mutation(
        rename_department,
        RenameDepartmentInput,
        Department,
        "部署名を変更する / Let a department bear another name from a day on.",
        rules.DepartmentIsClosed,
        rules.DepartmentBeginsLater,
    )
    close_department = mutation(
        close_department,
        CloseDepartmentInput,
        Department,
        "部署を廃止する / Close a department that no open countermeasure is assigned to.",
        rules.DepartmentIsClosed,
        rules.DepartmentHasMeasures,
        PeriodEndsBeforeItBegins,
    )
    merge_departments = mutation(
        merge_departments,
        MergeDepartmentsInput,
        Department,
        "部署を統合する / Merge departments into another, which takes over their open countermeasures."
        " Answers that one.",
        rules.DepartmentIsClosed,
        rules.DepartmentBeginsLater,
        rules.DepartmentMergesIntoItself,
        rules.DepartmentsAreOfTwoParties,
        rules.MergerIsInTheFuture,
        rules.NoDepartmentIsMerged,
        PeriodEndsBeforeItBegins,
    )
    enrol_member = mutation(
        enrol_member,
        EnrolMemberInput,
        Member,
        "利用者を登録する / Enrol a person in your party, and grant the roles.",
        rules.DepartmentIsClosed,
        PeriodEndsBeforeItBegins,
    )
    rename_member = mutation(
        rename_member,
        RenameMemberInput,
        Member,
        "氏名を変更する / Let a member bear another name.",
    )
    grant_role = mutation(
        grant_role,
        GrantRoleInput,
        Member,
        "役割を付与する / Grant a role from a day on.",
        rules.DepartmentIsClosed,
        rules.MemberHasRetired,
        rules.RoleIsOnesOwn,
        rules.RoleIsHeldLonger,
        PeriodEndsBeforeItBegins,
    )
    end_role = mutation(
        end_role,
        EndRoleInput,
        Member,
        "役割を終了する / End a role after a last day.",
        rules.RoleIsNotHeld,
        PeriodEndsBeforeItBegins,
    )
    retire_member = mutation(
        retire_member,
        RetireMemberInput,
        Member,
        "退任させる / End all roles of a member who leaves the party.",
        rules.MemberHasRetired,
        PeriodEndsBeforeItBegins,
    )
