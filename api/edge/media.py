"""Media types of GraphQL over HTTP: which one a request is sent in, and which it is answered in."""

from __future__ import annotations

JSON = "application/json"
GRAPHQL = "application/graphql-response+json"
"""Answered with a status that tells: 400 where the document cannot be carried out."""
FORM = "multipart/form-data"

_UTF_8 = ("utf-8", "utf8")


def sent(content_type: str | None) -> str | None:
    """JSON or FORM, as a Content-Type says to the letter; None for anything else."""
    kind, parameters = _read(content_type or "")
    known = {"charset"} if kind == JSON else {"charset", "boundary"}
    stated = [one for one in (content_type or "").split(";")[1:] if one.strip()]
    once = len(stated) == len(parameters)  # of two that differ, another reader takes the other
    utf_8 = parameters.get("charset", "utf-8").lower() in _UTF_8
    return kind if kind in (JSON, FORM) and utf_8 and once and parameters.keys() <= known else None


def answered_in(accept: str | None) -> str | None:
    """JSON or GRAPHQL, whichever an Accept prefers; None where it takes neither.

    Who states no preference is answered in JSON: older clients look at the status first, and it is
    200 there for whatever GraphQL answers.
    """
    ranges = [_read(part) for part in (accept or "*/*").split(",")]
    preferences = []
    for media in (JSON, GRAPHQL):
        exact, weight = max((_preference(media, *one) for one in ranges), default=(0, 0.0))
        if weight > 0:
            newer = (media == GRAPHQL) == (exact == _EXACTLY)
            preferences.append((weight, exact, newer, media))
    return max(preferences)[-1] if preferences else None


_EXACTLY = 3


def _preference(media: str, kind: str, parameters: dict[str, str]) -> tuple[int, float]:
    """How exactly a range names this media type (0: not at all), and the weight it gives it."""
    exactness = {media: _EXACTLY, "application/*": 2, "*/*": 1}.get(kind, 0)
    if not exactness or parameters.get("charset", "utf-8").lower() not in _UTF_8:
        return 0, 0.0
    return exactness, _weight(parameters.get("q", "1"))


def _weight(text: str) -> float:
    try:
        weight = float(text)
    except ValueError:
        return 0.0
    return weight if 0 <= weight <= 1 else 0.0


def _read(header: str) -> tuple[str, dict[str, str]]:
    kind, *rest = (part.strip() for part in header.split(";"))
    parameters = (part.partition("=") for part in rest if part)
    return kind.lower(), {
        name.strip().lower(): value.strip().strip('"') for name, _, value in parameters
    }
