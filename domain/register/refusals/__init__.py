"""The refusals of the register, by what they are about: what a record cannot become, and what to do instead."""

from domain.register.refusals.barrier_rules import *  # noqa: F403
from domain.register.refusals.causes import *  # noqa: F403
from domain.register.refusals.checks import *  # noqa: F403
from domain.register.refusals.classifying import *  # noqa: F403
from domain.register.refusals.countermeasures import *  # noqa: F403
from domain.register.refusals.evidence import *  # noqa: F403
from domain.register.refusals.extensions import *  # noqa: F403
from domain.register.refusals.figures import *  # noqa: F403
from domain.register.refusals.guidance import *  # noqa: F403
from domain.register.refusals.incidents import *  # noqa: F403
from domain.register.refusals.meetings import *  # noqa: F403
from domain.register.refusals.notes import *  # noqa: F403
from domain.register.refusals.operations import *  # noqa: F403
from domain.register.refusals.records import *  # noqa: F403
from domain.register.refusals.redactions import *  # noqa: F403
from domain.register.refusals.releases import *  # noqa: F403
from domain.register.refusals.requirements import *  # noqa: F403
from domain.register.refusals.roll_outs import *  # noqa: F403
from domain.register.refusals.schedules import *  # noqa: F403
