"""The desk's log, its rows, and the reads of its tickets."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.refusing import refuse_changes

revision = "d0001"
down_revision = None
branch_labels = None
depends_on = None

_POSITION = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _the_log()
    _the_tickets()
    _who_works_and_who_asks()
    _what_is_published()
    streams = ("originator_id", "originator_version")
    refuse_changes("desk_facts", keys=(("position",), streams))
    refuse_changes("desk_files", keys=(streams,))
    refuse_changes("desk_requests", keys=(("member", "key"),))
    refuse_changes("ticket_read", ("UPDATE",), keys=(("id",),))


def downgrade() -> None:
    raise NotImplementedError("facts are never taken back")


def _the_log() -> None:
    op.create_table(
        "desk_facts",
        sa.Column("position", _POSITION, primary_key=True, autoincrement=False),
        sa.Column("command", _POSITION, nullable=False),
        sa.Column("originator_id", sa.Uuid(), nullable=False),
        sa.Column("originator_version", sa.Integer(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("author_salt", sa.LargeBinary(16), nullable=False),
        sa.Column("body_salt", sa.LargeBinary(16), nullable=False),
        sa.UniqueConstraint("originator_id", "originator_version", name="desk_facts_stream_key"),
    )
    op.create_index("desk_facts_recorded_at", "desk_facts", ["recorded_at"])
    op.create_table(
        "desk_files",
        sa.Column("originator_id", sa.Uuid(), primary_key=True),
        sa.Column("originator_version", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "desk_requests",
        sa.Column("member", sa.Uuid(), primary_key=True),
        sa.Column("key", sa.Text(), primary_key=True),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("records", sa.JSON(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "ticket_read",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("member", sa.String(36), nullable=False),
        sa.Column("ticket", sa.String(36), nullable=False),
        sa.Column("owner", sa.SmallInteger(), nullable=False),
        sa.Column("identity", sa.Boolean(), nullable=False),
        sa.Column("file", sa.Boolean(), nullable=False),
    )
    op.create_index("ticket_read_owner", "ticket_read", ["owner", "at"])


def _the_tickets() -> None:
    op.create_table(
        "ticket",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("owner", sa.SmallInteger(), nullable=False),
        sa.Column("code", sa.String(14), nullable=False),
        sa.Column("born", _POSITION, nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("category", sa.String(16), nullable=False),
        sa.Column("urgency", sa.String(16), nullable=False),
        sa.Column("assessment", sa.String(16)),
        sa.Column("reserved", sa.Boolean(), nullable=False),
        sa.Column("handlers", sa.JSON(), nullable=False),
        sa.Column("concerned", sa.JSON(), nullable=False),
        sa.Column("received_on", sa.String(10), nullable=False),
        sa.Column("acknowledged_on", sa.String(10)),
        sa.Column("decision_told_on", sa.String(10)),
        sa.Column("concluded_on", sa.String(10)),
        sa.Column("outcome", sa.String(16)),
        sa.Column("result_told_on", sa.String(10)),
        sa.Column("resumed_on", sa.String(10)),
        sa.Column("welfare_checked_on", sa.String(10)),
        sa.Column("waits", sa.Boolean(), nullable=False),
        sa.Column("erased", sa.Boolean(), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("written_on", sa.String(10), nullable=False),
        sa.Column("receipt", sa.String(64)),
        sa.Column("counted", sa.Boolean(), nullable=False),
    )
    op.create_index("ticket_owner", "ticket", ["owner", "born"])
    op.create_index("ticket_code", "ticket", ["code"])
    op.create_index("ticket_receipt", "ticket", ["receipt"], unique=True)


def _who_works_and_who_asks() -> None:
    op.create_table(
        "designation",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("owner", sa.SmallInteger(), nullable=False),
        sa.Column("member", sa.String(36), nullable=False),
        sa.Column("deputy", sa.Boolean(), nullable=False),
        sa.Column("since", sa.String(10), nullable=False),
        sa.Column("until", sa.String(10)),
    )
    op.create_index("designation_owner", "designation", ["owner"])
    op.create_table(
        "identity",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("owner", sa.SmallInteger(), nullable=False),
        sa.Column("ticket", sa.String(36), nullable=False),
        sa.Column("consulter", sa.String(36), nullable=False),
        sa.Column("caller", sa.String(64), nullable=False),
    )
    op.create_index("identity_ticket", "identity", ["ticket"], unique=True)
    op.create_index("identity_consulter", "identity", ["consulter"])
    op.create_index("identity_caller", "identity", ["caller"])
    op.create_table(
        "incident_draft",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("owner", sa.SmallInteger(), nullable=False),
        sa.Column("ticket", sa.String(36), nullable=False),
        sa.Column("incident", sa.String(36), nullable=False),
        sa.Column("editor", sa.String(36), nullable=False),
        sa.Column("born", _POSITION, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
    )
    op.create_index("incident_draft_ticket", "incident_draft", ["ticket"])
    op.create_index("incident_draft_editor", "incident_draft", ["editor"])
    op.create_table(
        "guidance_draft",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("owner", sa.SmallInteger(), nullable=False),
        sa.Column("ticket", sa.String(36)),
        sa.Column("guidance", sa.String(36), nullable=False),
        sa.Column("born", _POSITION, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
    )
    op.create_index("guidance_draft_ticket", "guidance_draft", ["ticket"])
    op.create_index("guidance_draft_owner", "guidance_draft", ["owner", "born"])
    op.create_table(
        "attachment",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("owner", sa.SmallInteger(), nullable=False),
        sa.Column("ticket", sa.String(36), nullable=False),
    )
    op.create_index("attachment_ticket", "attachment", ["ticket"])
    op.create_table(
        "custodian_request",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("owner", sa.SmallInteger(), nullable=False),
        sa.Column("ticket", sa.String(36), nullable=False),
        sa.Column("born", _POSITION, nullable=False),
        sa.Column("purpose", sa.String(16), nullable=False),
        sa.Column("person", sa.String(36)),
        sa.Column("asker", sa.String(36), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("until", sa.String(10)),
    )
    op.create_index("custodian_request_ticket", "custodian_request", ["ticket"])
    op.create_index("custodian_request_owner", "custodian_request", ["owner", "born"])


def _what_is_published() -> None:
    op.create_table(
        "statistics_publication",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("owner", sa.SmallInteger(), nullable=False),
        sa.Column("first_day", sa.String(10), nullable=False),
        sa.Column("last_day", sa.String(10), nullable=False),
        sa.Column("published_on", sa.String(10), nullable=False),
        sa.Column("total", sa.Integer()),
        sa.Column("categories", sa.JSON(), nullable=False),
        sa.Column("channels", sa.JSON(), nullable=False),
    )
    op.create_index(
        "statistics_publication_period",
        "statistics_publication",
        ["owner", "first_day"],
        unique=True,
    )
