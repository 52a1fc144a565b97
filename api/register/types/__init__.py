"""The types of the register as GraphQL shows them, by what they are about."""

from api.register.types.annotated import *  # noqa: F403
from api.register.types.attention import *  # noqa: F403
from api.register.types.auditing import *  # noqa: F403
from api.register.types.barrier_rules import *  # noqa: F403
from api.register.types.board import *  # noqa: F403
from api.register.types.checks import *  # noqa: F403
from api.register.types.evidence import *  # noqa: F403
from api.register.types.extensions import *  # noqa: F403
from api.register.types.guidance import *  # noqa: F403
from api.register.types.meetings import *  # noqa: F403
from api.register.types.notes import *  # noqa: F403
from api.register.types.operations import *  # noqa: F403
from api.register.types.past import *  # noqa: F403
from api.register.types.progress import *  # noqa: F403
from api.register.types.quotes import *  # noqa: F403
from api.register.types.reads import *  # noqa: F403
from api.register.types.records import *  # noqa: F403
from api.register.types.redactions import *  # noqa: F403
from api.register.types.releases import *  # noqa: F403
from api.register.types.requirements import *  # noqa: F403
from api.register.types.roll_outs import *  # noqa: F403
from api.register.types.schedules import *  # noqa: F403
from api.register.types.taxonomies import *  # noqa: F403
