"""Hands out the page and its files, which hold nothing of anybody; `/graphql` asks for a token."""

from __future__ import annotations

from importlib.resources import files

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self' data:;"
    " img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'none'"
)
_KINDS = {
    "html": "text/html; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "css": "text/css; charset=utf-8",
}
_OURS = ("page.html", "page.js", "page.css")
_THEIRS = (
    "graphiql.min.js",
    "graphiql.min.css",
    "react.production.min.js",
    "react-dom.production.min.js",
)


def pages() -> list[Route]:
    """`/graphiql` and what it loads, all of it read beforehand."""
    here = files("api.graphiql")
    kept = {name: (here / name).read_bytes() for name in _OURS}
    kept |= {name: (here / "vendor" / name).read_bytes() for name in _THEIRS}

    async def hand_out(request: Request) -> Response:
        name = request.path_params.get("name", "page.html")
        if name not in kept:
            raise HTTPException(404)
        headers = {
            "Content-Type": _KINDS[name.rpartition(".")[2]],
            "Content-Security-Policy": POLICY,
        }
        return Response(kept[name], headers=headers)

    return [Route("/graphiql", hand_out), Route("/graphiql/{name}", hand_out)]
