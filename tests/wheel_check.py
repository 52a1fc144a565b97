"""Builds the wheel, installs it into an empty environment, and asks its demo one question.

Run by `make wheel-check`. The environment gets the locked packages of this one, and no source tree.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import urllib.request
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
QUERY = "{ countermeasures { totalCount } causes { totalCount } }"


def main() -> None:
    """Print what was found; any failure ends with a traceback."""
    with tempfile.TemporaryDirectory(prefix="sekisho-wheel-") as name:
        folder = Path(name)
        wheel = _build(folder)
        _look_into(wheel)
        python = _empty_environment(folder)
        _install(python, wheel)
        answer = _ask_the_demo(python.parent / "sekisho", folder)
    assert answer == {"countermeasures": {"totalCount": 14}, "causes": {"totalCount": 16}}, answer
    print(f"{wheel.name}: installed into an empty environment, its demo answers {answer}")  # noqa: T201 -- a script


def _build(folder: Path) -> Path:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    [wheel] = folder.glob("*.whl")
    return wheel


def _look_into(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    rooms = {name.split("/", 1)[0] for name in names}
    assert not rooms & {"tests", "benchmarks", "docs"}, rooms
    assert any(name.startswith("migrations/versions/0001") for name in names)
    assert "api/schema.graphql" in names
    assert "api/graphiql/page.html" in names and "api/graphiql/vendor/graphiql.min.js" in names
    assert "service/questions/overdue.graphql" in names
    assert not any("node_modules" in name for name in names)


def _empty_environment(folder: Path) -> Path:
    venv.create(folder / "env", with_pip=True)
    return folder / "env" / "bin" / "python"


def _install(python: Path, wheel: Path) -> None:
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "-r", str(ROOT / "requirements.lock")], check=True)
    subprocess.run([*pip, "--no-deps", str(wheel)], check=True)


def _ask_the_demo(sekisho: Path, folder: Path) -> object:
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    demo = subprocess.Popen(
        [str(sekisho), "demo", "--port", "0", "--json"],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
    )
    try:
        assert demo.stdout is not None
        ready = json.loads(demo.stdout.readline())
        token = next(p["token"] for p in ready["people"] if p["party"] == "MZ")
        request = urllib.request.Request(
            f"{ready['url']}/graphql",
            data=json.dumps({"query": QUERY}).encode(),
            headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.loads(answer.read())["data"]
    finally:
        demo.terminate()
        demo.wait(timeout=30)


if __name__ == "__main__":
    main()
