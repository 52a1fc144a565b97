"""The vocabulary of people as GraphQL enums: the domain's own words."""

from __future__ import annotations

import strawberry

from domain.people.roles import Role

RoleWord = Role
strawberry.enum(
    RoleWord,
    name="Role",
    description=(
        "役割 / Member (委員), editor (編集担当), barrier officer (情報遮断責任者), secretariat (事務局),"
        " CCO, desk officer (相談窓口担当), custodian (鍵・身元の管理者), auditor (監査担当),"
        " administrator (管理者)."
    ),
)
