"""What each of several serving processes runs: the house of the environment, opened for itself."""

from __future__ import annotations

from starlette.types import ASGIApp

from api.http import build_app
from api.schema import build_schema
from service import house
from service.console import log_to_stderr
from service.edge import edge_of
from service.outcome import spoken
from service.serving import end_with_the_service, settle
from service.settings import Settings

FACTORY = "service.working:application"


def application() -> ASGIApp:
    """The application of one process; where the house does not open, that is said in words."""
    with spoken():
        log_to_stderr()
        opened = house.enter(Settings.from_environment())
        built = build_app(opened.office, opened.tokens, build_schema(), edge_of(), desk=opened.desk)
        end_with_the_service(built.state.live)
        settle()
        return built
