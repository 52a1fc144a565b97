"""Evidence of records: files by what they are called and by their hash, and documents cited."""

from __future__ import annotations

import sqlalchemy as sa

from domain.kernel import Fact
from domain.register.evidence import Evidence
from projections.view import Id, KindIn, Row, View


def fold(row: Row, fact: Fact) -> None:
    match fact:
        case Evidence.FileAttached():
            row |= _begun(fact) | {
                "media_type": fact.media_type,
                "size": fact.size,
                "sha256": fact.sha256,
            }
        case Evidence.DocumentCited():
            row |= _begun(fact) | {
                "number": fact.number,
                "document_version": fact.document_version,
                "place": fact.place,
            }
        case Evidence.Revised():
            row["title"] = fact.title
        case Evidence.Withdrawn():
            row |= {"withdrawn": True, "withdrawal_reason": fact.reason}
        case Evidence.Judged():
            row["categories"] = list(fact.categories)


def _begun(fact: Evidence.FileAttached | Evidence.DocumentCited) -> Row:
    return {
        "about": str(fact.about),
        "about_kind": fact.about_kind,
        "title": fact.title,
        "name": fact.name,
    }


EVIDENCE = View(
    kind="evidence",
    prefix="EVI",
    columns=(
        sa.Column("about", Id, nullable=False),
        sa.Column("about_kind", sa.String(24), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("number", sa.Text),
        sa.Column("document_version", sa.Text),
        sa.Column("place", sa.Text),
        sa.Column("media_type", sa.String(100)),
        sa.Column("size", sa.BigInteger),
        sa.Column("sha256", sa.String(64)),
        sa.Column("withdrawn", sa.Boolean, nullable=False),
        sa.Column("withdrawal_reason", sa.Text),
    ),
    facts=(
        Evidence.FileAttached,
        Evidence.DocumentCited,
        Evidence.Revised,
        Evidence.Withdrawn,
        Evidence.Judged,
    ),
    begins=(Evidence.FileAttached, Evidence.DocumentCited),
    fold=fold,
    blank={"withdrawn": False},
    search=("title", "name", "number", "place"),
    references={"about": KindIn("about_kind")},
    indexes=(("about",),),
)
