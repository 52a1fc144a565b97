"""Every view of the register, and the fold that fills them."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from domain.kernel import Recorded
from projections.barring import BARRED, BARRED_BY_OWNER, EVER_BARRED, EVER_BARRED_BY_OWNER, OPENED
from projections.folding import Folding
from projections.openings import AUTHORS, LINK_WAS_SEEN
from projections.people.departments import DEPARTMENTS
from projections.people.last_looks import LAST_LOOKS, MY_LAST_LOOK
from projections.people.members import MEMBERS, MYSELF
from projections.people.parties import PARTIES
from projections.refolding import Facts, Refolding
from projections.register.agendas import ACTION_ITEMS, AGENDA_ITEMS, MINUTES
from projections.register.barrier_rules import BARRIER_RULES, BARRING
from projections.register.causes import CAUSES
from projections.register.checks import CHECKS
from projections.register.countermeasures import COUNTERMEASURES
from projections.register.coverage import COVERED
from projections.register.evidence import EVIDENCE
from projections.register.extensions import EXTENDED, EXTENSIONS
from projections.register.figures import FIGURES
from projections.register.guidance import GUIDANCE
from projections.register.incidents import INCIDENTS
from projections.register.investigations import INVESTIGATIONS
from projections.register.links import LINKS
from projections.register.meetings import REVIEW_MEETINGS
from projections.register.notes import NOTES
from projections.register.operations import OPERATED, OPERATIONS
from projections.register.questionings import QUESTIONED
from projections.register.redactions import REDACTIONS
from projections.register.released_wordings import (
    OWN_WORDINGS,
    OWN_WORDINGS_PAST,
    RELEASED_WORDINGS,
)
from projections.register.releases import RELEASE_RULE, RELEASED, RELEASED_PAST, RELEASES
from projections.register.reports import REPORTS
from projections.register.requirements import REQUIREMENTS
from projections.register.roll_outs import ROLL_OUT_ANSWERS, ROLL_OUTS
from projections.register.taxonomies import TAXONOMIES
from projections.told import nobody_asks

VIEWS = (
    PARTIES,
    DEPARTMENTS,
    MEMBERS,
    REPORTS,
    INCIDENTS,
    INVESTIGATIONS,
    FIGURES,
    TAXONOMIES,
    CAUSES,
    COUNTERMEASURES,
    OPERATIONS,
    CHECKS,
    EXTENSIONS,
    LINKS,
    EVIDENCE,
    NOTES,
    REQUIREMENTS,
    RELEASED_WORDINGS,
    ROLL_OUTS,
    ROLL_OUT_ANSWERS,
    GUIDANCE,
    RELEASES,
    BARRIER_RULES,
    REDACTIONS,
    REVIEW_MEETINGS,
    AGENDA_ITEMS,
    MINUTES,
    ACTION_ITEMS,
    LAST_LOOKS,
)

PAIRS = (COVERED, OPERATED, QUESTIONED, EXTENDED)
"""The plain tables beside the views."""

OPENINGS = (RELEASED, RELEASED_PAST, OWN_WORDINGS, OWN_WORDINGS_PAST, BARRING, MYSELF, MY_LAST_LOOK)
"""What may be known of rows that are hidden."""

FUNCTIONS = (
    AUTHORS,
    BARRED_BY_OWNER,
    BARRED,
    EVER_BARRED_BY_OWNER,
    EVER_BARRED,
    OPENED,
    LINK_WAS_SEEN,
)
"""What the database tells of them if it is asked."""

FOLDING = Folding(VIEWS, RELEASE_RULE, PAIRS)


def refold_register(connection: sa.Connection, facts: Facts, positions: Sequence[int]) -> None:
    """Fold anew whatever these facts of the register's log changed: for nobody, too."""
    nobody_asks(connection)
    Refolding(FOLDING, connection, facts).take(positions)


def fold_register(connection: sa.Connection, recorded: Sequence[Recorded]) -> None:
    """Fold facts of the register's log into all its views: for nobody, whoever gave the command."""
    nobody_asks(connection)
    FOLDING(connection, recorded)
