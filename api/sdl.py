"""Writes api/schema.graphql, the schema's text as it is committed."""

from __future__ import annotations

from pathlib import Path

from api.schema import build_schema

FILE = Path(__file__).with_name("schema.graphql")


def sdl() -> str:
    """The schema in the schema definition language."""
    return build_schema().as_str() + "\n"


if __name__ == "__main__":
    FILE.write_text(sdl(), "utf-8")
