"""Finds reads that do not start at the barrier, in the source of the rooms above the log.

Whoever wants a row asks `projections.barrier`. What leads past it is found here by its form: a view's
tables by name, SQL in words, a clearance made by hand, the barrier's own parts, another connection, the
log. The modules that must do such a thing are named in `ALLOWED`, each with its reason.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Final, NamedTuple

import sqlalchemy as sa

import projections
from projections.openings import Opening
from projections.view import METADATA

HOME: Final = Path(__file__).parents[1]
ROOMS: Final = ("api", "papers", "commands", "service", "projections")


class Way(StrEnum):
    """How a read can go past the barrier."""

    TABLE = "takes a table of a view, or an opening"
    WORDS = "speaks SQL in words, or through the driver"
    CLEARANCE = "makes a clearance of its own"
    PARTS = "takes the barrier apart"
    READING = "opens a reading of its own"
    TOLD = "tells the database who asks"
    LOG = "reads the log"


class Finding(NamedTuple):
    """Where a module goes past the barrier."""

    way: Way
    line: int


_FOLDS: Final = "folds facts into rows, and reads back the rows that it changes"
_PAIRS: Final = "makes its table"
_DESK: Final = (
    "the desk has a rule of its own: `may_see`, asked before anything is counted or opened"
)
_OPERATOR: Final = "the operator at the machine looks people up: parties, departments and members"

ALLOWED: Final[Mapping[str, tuple[str, str]]] = {
    "projections/barrier.py": ("is the barrier", "TABLE"),
    "projections/barring.py": ("is the barrier, as far as rules go", "TABLE"),
    "projections/viewer.py": ("says who looks", "TOLD"),
    "projections/second_lock.py": ("is the barrier as the database has it", "TABLE WORDS TOLD"),
    "projections/openings.py": ("says what may be known of hidden rows", "TABLE WORDS"),
    "projections/told.py": ("tells the database who asks", "WORDS"),
    "projections/view.py": ("makes the tables", "TABLE WORDS"),
    "projections/all.py": ("lists the views, and folds for nobody", "TABLE TOLD"),
    "projections/folding.py": (_FOLDS, "TABLE WORDS"),
    "projections/refilling.py": (_FOLDS, "TABLE WORDS"),
    "projections/refolding.py": (_FOLDS, "TABLE WORDS"),
    "projections/rows.py": (_FOLDS, "WORDS"),
    "projections/prepared.py": ("asks the driver what was compiled", "WORDS"),
    "projections/changes.py": ("asks what type a column has", "TABLE"),
    "projections/register/coverage.py": (_PAIRS, "TABLE WORDS"),
    "projections/register/extensions.py": (_PAIRS, "TABLE WORDS"),
    "projections/register/operations.py": (_PAIRS, "TABLE WORDS"),
    "projections/register/questionings.py": (_PAIRS, "TABLE WORDS"),
    "projections/register/releases.py": ("makes the openings about releases", "TABLE"),
    "projections/register/released_wordings.py": ("makes the openings for their owner", "TABLE"),
    "projections/register/barrier_rules.py": ("makes the openings about rules", "TABLE"),
    "projections/people/members.py": ("makes the opening about who asks", "TABLE"),
    "projections/people/last_looks.py": ("makes the opening for who asks, and reads it", "TABLE"),
    "projections/people/identity.py": (
        "who asks is known before a clearance, and makes it",
        "TABLE CLEARANCE TOLD",
    ),
    "commands/office.py": ("a command looks as who gave it", "TOLD"),
    "commands/register/organisation.py": (
        "a rule asks as the party of a department, and tells nobody what it finds",
        "CLEARANCE TOLD",
    ),
    "commands/register/previewing.py": (
        "a preview looks as the party released to would, and then undoes the release",
        "CLEARANCE TOLD",
    ),
    "api/context.py": ("opens a request's reading, as who asks", "READING"),
    "papers/exporting.py": ("opens an export's reading, as who asks", "READING"),
    "service/people.py": (_OPERATOR, "TABLE READING TOLD"),
    "service/organisation.py": (_OPERATOR, "TABLE"),
    "service/logbook.py": (
        "shows the operator who did what, without content or names",
        "TABLE CLEARANCE READING LOG",
    ),
    "service/checking.py": ("counts rows and opens facts", "TABLE WORDS READING LOG"),
    "service/filing.py": ("compares files with their facts", "LOG"),
    "service/moving.py": ("copies the log, and counts what came", "TABLE READING LOG"),
    "service/reading.py": ("looks as an auditor of the command line", "READING"),
    "service/rights.py": ("grants rights on the tables", "TABLE WORDS LOG"),
    "service/locks.py": ("locks the tables", "TABLE WORDS"),
    "service/database.py": ("founds the tables", "READING LOG"),
    "service/reaching.py": ("asks for the revision of a database", "READING"),
    "service/carrying.py": ("copies tables, and compares what came", "LOG"),
    "service/house.py": ("opens the engines", "READING LOG"),
    "service/refilling.py": ("fills the tables", "TABLE WORDS"),
    "projections/serving.py": (
        "looks up whom the desk's people serve, as the operator would",
        "CLEARANCE TOLD",
    ),
    "projections/desk/tables.py": (_DESK, "WORDS"),
    "projections/desk/folding.py": (_FOLDS, "TABLE"),
    "projections/desk/tickets.py": (_DESK, "TABLE"),
    "projections/desk/statistics.py": (_DESK, "TABLE"),
    "commands/desk/office.py": ("asks the register who somebody is", "READING"),
    "api/desk/looking.py": ("opens a request's reading of the desk, as who asks", "READING"),
    "service/desk_house.py": ("opens the desk's engines", "READING"),
    "service/desk.py": ("a member's command at the desk, by their rights", "READING"),
    "service/deadlines.py": ("tells codes and days of what a member may see", "READING"),
    "service/key_store.py": ("copies keys, and counts them", "READING"),
    "service/moving_desk.py": ("copies the desk, and counts what came", "TABLE READING WORDS"),
    "service/checking_desk.py": ("counts rows and opens facts", "TABLE READING WORDS"),
}
"""The modules that go past the barrier: why, and in which ways. None in `api` reads a table."""


def allowed(path: str) -> frozenset[Way]:
    """The ways in which a module may."""
    return frozenset(Way[name] for name in ALLOWED.get(path, ("", ""))[1].split())


def found_in(source: str) -> list[Finding]:
    """The places in a module's source that go past the barrier, in order."""
    return sorted(set(_walk(ast.parse(source))), key=lambda one: one.line)


def modules() -> Iterator[tuple[str, str]]:
    """Every module of the rooms: its path, and its source."""
    for room in ROOMS:
        for file in sorted((HOME / room).rglob("*.py")):
            yield file.relative_to(HOME).as_posix(), file.read_text("utf-8")


def _walk(tree: ast.Module) -> Iterator[Finding]:
    speaks_sql = any("sqlalchemy" in name for name in _imported_modules(tree))
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(module=module, names=names):
                for one in names:
                    for way in _imports(module or "", one.name):
                        yield Finding(way, node.lineno)
            case ast.Import(names=names):
                for one in names:
                    if one.name.startswith(("store.tables", "sqlite3", "psycopg")):
                        yield Finding(Way.LOG, node.lineno)
            case ast.Attribute(attr=attr):
                yield from (Finding(way, node.lineno) for way in _reaches(node, attr, speaks_sql))
            case ast.Call(func=func, args=arguments, keywords=keywords):
                name, of = _name(func), _owner(func)
                if name in _WORDS and of in ("sa", "sqlalchemy", "sql", "expression"):
                    yield Finding(Way.WORDS, node.lineno)
                if name in ("reading", "following") and of and not arguments:
                    yield Finding(Way.READING, node.lineno)
                if name in _BY_NAME and any(_says(one, "current", "past") for one in arguments):
                    yield Finding(Way.TABLE, node.lineno)
                if name == "Clearance":
                    yield Finding(Way.CLEARANCE, node.lineno)
                if name == "replace" and {"party", "people"} & {one.arg for one in keywords}:
                    yield Finding(Way.CLEARANCE, node.lineno)
            case ast.Subscript(slice=slice_) if _says(slice_, "current", "past"):
                yield Finding(Way.TABLE, node.lineno)
            case ast.Constant(value=str() as text) if _sql().search(text):
                yield Finding(Way.WORDS, node.lineno)
            case _:
                continue


def _imports(module: str, name: str) -> Iterator[Way]:
    if module.startswith("projections") and name in _tables():
        yield Way.TABLE
    if module in ("sqlalchemy", "sqlalchemy.sql", "sqlalchemy.sql.expression") and name in _WORDS:
        yield Way.WORDS
    if (module, name) in _DRIVER or (module, name) == ("projections", "rows"):
        yield Way.WORDS
    if module == "projections.barrier" and name.startswith("_"):
        yield Way.PARTS
    if module == "projections.told" and name not in ("MEMBER", "PARTY"):
        yield Way.TOLD
    if module == "projections" and name == "told":
        yield Way.TOLD
    if module == "store.engine" and name in ("open_engine", "snapshot"):
        yield Way.READING
    if module.startswith("store") and name in ("REGISTER", "LogTables", "tables"):
        yield Way.LOG


def _reaches(node: ast.Attribute, attr: str, speaks_sql: bool) -> Iterator[Way]:
    if attr in ("current", "past"):
        yield Way.TABLE
    if attr == "table" and speaks_sql:
        yield Way.TABLE
    if attr in _tables() and attr.isupper():
        yield Way.TABLE
    if attr in ("exec_driver_sql", "driver_connection", "dbapi_connection"):
        yield Way.WORDS
    if attr == "__wrapped__" or (_name(node.value) == "barrier" and attr.startswith("_")):
        yield Way.PARTS
    if attr in ("reading", "following") and _name(node.value) == "log":
        yield Way.READING
    if attr == "tables" and _name(node.value) == "recorder":
        yield Way.LOG


_BY_NAME: Final = ("getattr", "attrgetter", "__getattribute__", "methodcaller")
_WORDS: Final = ("text", "table", "Table", "MetaData", "literal_column", "TextClause")
_DRIVER: Final = {
    ("projections.rows", "fetch"),
    ("projections.rows", "read"),
    ("projections.rows", "send"),
    ("projections.prepared", "Prepared"),
    ("store.statements", "fetch"),
    ("store.statements", "fetch_all"),
    ("store.statements", "send"),
}


@cache
def _tables() -> frozenset[str]:
    """What modules of projections call a table, all of them, a table of pairs or an opening."""
    found: set[str] = set()
    for module in walk_packages(projections.__path__, "projections."):
        for name, value in vars(import_module(module.name)).items():
            if isinstance(value, sa.Table | sa.MetaData | Opening):
                found.add(name)
    return frozenset(found)


@cache
def _sql() -> re.Pattern[str]:
    names = "|".join(sorted(METADATA.tables))
    return re.compile(rf'\b(FROM|JOIN|UPDATE|INTO|COPY)\s+(register\.)?"?({names})\b')


def _imported_modules(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def _name(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _owner(node: ast.expr) -> str:
    """What an attribute is taken of: its name, or a word that stands for whatever it is."""
    return (_name(node.value) or "something") if isinstance(node, ast.Attribute) else ""


def _says(node: ast.AST, *words: str) -> bool:
    return isinstance(node, ast.Constant) and node.value in words
