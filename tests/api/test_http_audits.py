"""The reference audits of GraphQL over HTTP (npm's graphql-http), against a running service."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.houses import Home
from tests.service.test_workers import serving

NODE = Path(__file__).parent.parent / "node"
BY_GET = {"5A70", "D6D5", "6A70"}
"""What only a server that also answers GET could do: it may, and this one does not."""


@pytest.mark.sqlite_only("the same on any database")
def test_every_audit_passes_but_for_questions_by_get(home: Home) -> None:
    if not (NODE / "node_modules" / "graphql-http").is_dir():
        assert not os.environ.get("CI"), "in CI the audits are there: make audits"
        pytest.skip("make audits fetches them, with npm")
    with serving(home) as service:
        done = subprocess.run(
            ["node", "audits.mjs"],
            cwd=NODE,
            env=os.environ | {"URL": f"{service.url}/graphql", "TOKEN": service.token},
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        )
    told = json.loads(done.stdout)
    assert len(told) > 60
    failed = {one["id"]: one for one in told if one["status"] != "ok"}
    assert failed.keys() == BY_GET, failed
