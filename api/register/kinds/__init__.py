"""How each GraphQL type of the register is read, and which of them `node` finds."""

from __future__ import annotations

from collections.abc import Mapping

from api.kinds import Kind
from api.register.kinds.barrier_rules import *  # noqa: F403
from api.register.kinds.barrier_rules import BARRIER_RULE
from api.register.kinds.checks import *  # noqa: F403
from api.register.kinds.checks import CHECK
from api.register.kinds.evidence import EVIDENCE
from api.register.kinds.extensions import *  # noqa: F403
from api.register.kinds.extensions import EXTENSION
from api.register.kinds.guidance import *  # noqa: F403
from api.register.kinds.guidance import GUIDANCE
from api.register.kinds.meetings import *  # noqa: F403
from api.register.kinds.meetings import ACTION_ITEM, AGENDA_ITEM, MINUTES_ENTRY, REVIEW_MEETING
from api.register.kinds.notes import NOTE
from api.register.kinds.operations import *  # noqa: F403
from api.register.kinds.operations import OPERATION
from api.register.kinds.people import *  # noqa: F403
from api.register.kinds.people import DEPARTMENT, MEMBER
from api.register.kinds.records import *  # noqa: F403
from api.register.kinds.records import (
    CAUSE,
    COUNTERMEASURE,
    FIGURE,
    INCIDENT,
    INVESTIGATION,
    LINK,
    REPORT,
)
from api.register.kinds.redactions import *  # noqa: F403
from api.register.kinds.redactions import REDACTION
from api.register.kinds.releases import *  # noqa: F403
from api.register.kinds.releases import RELEASE, RELEASED_WORDING
from api.register.kinds.requirements import *  # noqa: F403
from api.register.kinds.requirements import REQUIREMENT
from api.register.kinds.roll_outs import *  # noqa: F403
from api.register.kinds.roll_outs import ROLL_OUT, ROLL_OUT_ANSWER
from api.register.kinds.taxonomies import *  # noqa: F403
from api.register.kinds.taxonomies import TAXONOMY

NODES: Mapping[str, Kind] = {
    kind.view.kind: kind
    for kind in (
        DEPARTMENT,
        MEMBER,
        TAXONOMY,
        REPORT,
        INVESTIGATION,
        FIGURE,
        INCIDENT,
        CAUSE,
        COUNTERMEASURE,
        CHECK,
        EXTENSION,
        LINK,
        OPERATION,
        EVIDENCE,
        NOTE,
        REQUIREMENT,
        RELEASED_WORDING,
        ROLL_OUT,
        ROLL_OUT_ANSWER,
        GUIDANCE,
        RELEASE,
        BARRIER_RULE,
        REDACTION,
        REVIEW_MEETING,
        AGENDA_ITEM,
        MINUTES_ENTRY,
        ACTION_ITEM,
    )
}
"""The kinds that `node` finds, by the name of their view."""
