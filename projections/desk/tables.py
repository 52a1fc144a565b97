"""The tables of the desk's rows. No text of a ticket stands in any of them."""

from __future__ import annotations

import sqlalchemy as sa

METADATA = sa.MetaData()
"""Every table of the desk's rows; `migrations/desk/` owns them."""

Id = sa.String(36)
Day = sa.String(10)
Position = sa.BigInteger().with_variant(sa.Integer, "sqlite")

TICKETS = sa.Table(
    "ticket",
    METADATA,
    sa.Column("id", Id, primary_key=True),
    sa.Column("owner", sa.SmallInteger, nullable=False),
    sa.Column("code", sa.String(14), nullable=False),
    sa.Column("born", Position, nullable=False),
    sa.Column("channel", sa.String(16), nullable=False),
    sa.Column("category", sa.String(16), nullable=False),
    sa.Column("urgency", sa.String(16), nullable=False),
    sa.Column("assessment", sa.String(16)),
    sa.Column("reserved", sa.Boolean, nullable=False),
    sa.Column("handlers", sa.JSON, nullable=False),
    sa.Column("concerned", sa.JSON, nullable=False),
    sa.Column("received_on", Day, nullable=False),
    sa.Column("acknowledged_on", Day),
    sa.Column("decision_told_on", Day),
    sa.Column("concluded_on", Day),
    sa.Column("outcome", sa.String(16)),
    sa.Column("result_told_on", Day),
    sa.Column("resumed_on", Day),
    sa.Column("welfare_checked_on", Day),
    sa.Column("waits", sa.Boolean, nullable=False),
    sa.Column("erased", sa.Boolean, nullable=False),
    sa.Column("held", sa.Boolean, nullable=False),
    sa.Column("written_on", Day, nullable=False),
    sa.Column("receipt", sa.String(64)),
    sa.Column("counted", sa.Boolean, nullable=False),
    sa.Index("ticket_owner", "owner", "born"),
    sa.Index("ticket_code", "code"),
    sa.Index("ticket_receipt", "receipt", unique=True),
)
"""One row a ticket. `reserved`: it is or was a whistleblowing report; `handlers` are those named for it,
`concerned` whom it is about in the register; `resumed_on`: when it was taken up again after its result was
told; `waits`: the last word is the consulter's; `held`: nothing of it may be erased; `written_on`: when something
was written in it last; `receipt`: the hash of the code to come back with; `counted`: the statistics of its time are published."""

DESIGNATIONS = sa.Table(
    "designation",
    METADATA,
    sa.Column("id", Id, primary_key=True),
    sa.Column("owner", sa.SmallInteger, nullable=False),
    sa.Column("member", Id, nullable=False),
    sa.Column("deputy", sa.Boolean, nullable=False),
    sa.Column("since", Day, nullable=False),
    sa.Column("until", Day),
    sa.Index("designation_owner", "owner"),
)
"""Who works at which desk, and when."""

IDENTITIES = sa.Table(
    "identity",
    METADATA,
    sa.Column("id", Id, primary_key=True),
    sa.Column("owner", sa.SmallInteger, nullable=False),
    sa.Column("ticket", Id, nullable=False),
    sa.Column("consulter", Id, nullable=False),
    sa.Column("caller", sa.String(64), nullable=False),
    sa.Index("identity_ticket", "ticket", unique=True),
    sa.Index("identity_consulter", "consulter"),
    sa.Index("identity_caller", "caller"),
)
"""One a ticket, named or not. `caller`: a keyed hash of how to reach them, of nobody a random one; blank once
the consulter was erased or their key lost."""

DRAFTS = sa.Table(
    "incident_draft",
    METADATA,
    sa.Column("id", Id, primary_key=True),
    sa.Column("owner", sa.SmallInteger, nullable=False),
    sa.Column("ticket", Id, nullable=False),
    sa.Column("incident", Id, nullable=False),
    sa.Column("editor", Id, nullable=False),
    sa.Column("born", Position, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Index("incident_draft_ticket", "ticket"),
    sa.Index("incident_draft_editor", "editor"),
)
"""What editors may report: of which ticket it is told to the desk alone."""

GUIDANCE_DRAFTS = sa.Table(
    "guidance_draft",
    METADATA,
    sa.Column("id", Id, primary_key=True),
    sa.Column("owner", sa.SmallInteger, nullable=False),
    sa.Column("ticket", Id),
    sa.Column("guidance", Id, nullable=False),
    sa.Column("born", Position, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Index("guidance_draft_ticket", "ticket"),
    sa.Index("guidance_draft_owner", "owner", "born"),
)
"""What the desk may publish as guidance; `ticket`: of which it was written, if of any."""

ATTACHMENTS = sa.Table(
    "attachment",
    METADATA,
    sa.Column("id", Id, primary_key=True),
    sa.Column("owner", sa.SmallInteger, nullable=False),
    sa.Column("ticket", Id, nullable=False),
    sa.Index("attachment_ticket", "ticket"),
)
"""To which tickets files belong: neither their names nor their contents."""

REQUESTS = sa.Table(
    "custodian_request",
    METADATA,
    sa.Column("id", Id, primary_key=True),
    sa.Column("owner", sa.SmallInteger, nullable=False),
    sa.Column("ticket", Id, nullable=False),
    sa.Column("born", Position, nullable=False),
    sa.Column("purpose", sa.String(16), nullable=False),
    sa.Column("person", Id),
    sa.Column("asker", Id, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("until", Day),
    sa.Index("custodian_request_ticket", "ticket"),
    sa.Index("custodian_request_owner", "owner", "born"),
)
"""What handlers ask of the custodian."""

STATISTICS = sa.Table(
    "statistics_publication",
    METADATA,
    sa.Column("id", Id, primary_key=True),
    sa.Column("owner", sa.SmallInteger, nullable=False),
    sa.Column("first_day", Day, nullable=False),
    sa.Column("last_day", Day, nullable=False),
    sa.Column("published_on", Day, nullable=False),
    sa.Column("total", sa.Integer),
    sa.Column("categories", sa.JSON, nullable=False),
    sa.Column("channels", sa.JSON, nullable=False),
    sa.Index("statistics_publication_period", "owner", "first_day", unique=True),
)
"""What desks told of their periods; in `categories` and `channels` the words and the number of each line."""
