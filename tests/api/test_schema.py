"""The schema as published: committed text, every type and field described, names kept."""

from __future__ import annotations

from graphql import GraphQLInputObjectType, GraphQLInterfaceType, GraphQLObjectType, GraphQLSchema

from api.sdl import FILE, sdl
from tests.api.stage import SCHEMA


def core() -> GraphQLSchema:
    return SCHEMA._schema


def test_the_committed_text_is_the_schema() -> None:
    assert FILE.read_text("utf-8") == sdl(), "run `make sdl` and read the difference"


def test_every_type_and_field_and_argument_is_described() -> None:
    nameless = []
    for name, kind in core().type_map.items():
        if name.startswith("__") or name in ("Boolean", "Int", "Float", "String", "ID", "Decimal"):
            continue
        if not kind.description:
            nameless.append(name)
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            for field_name, field in kind.fields.items():
                if not field.description:
                    nameless.append(f"{name}.{field_name}")
                for argument_name, argument in getattr(field, "args", {}).items():
                    if not argument.description:
                        nameless.append(f"{name}.{field_name}({argument_name})")
    assert nameless == []


def test_the_names_to_keep_are_there() -> None:
    query, mutation = core().query_type, core().mutation_type
    assert query is not None and mutation is not None
    assert {"me", "node", "reports", "incidents", "causes", "countermeasures", "progress"} <= set(
        query.fields
    )
    for name in (
        "reportIncident",
        "stateCause",
        "proposeCountermeasure",
        "linkRecords",
        "setSchedule",
        "reportProgress",
        "restateFigure",
    ):
        [argument] = mutation.fields[name].args.values()
        given = argument.type.of_type
        assert given.name == name[0].upper() + name[1:] + "Input"
        required = {
            n
            for n, f in given.fields.items()
            if (str(f.type).endswith("!") and f.default_value is None) or str(f.type).endswith("!")
        }
        assert "idempotencyKey" in required


def test_every_record_has_id_code_and_version() -> None:
    record = core().type_map["Record"]
    assert isinstance(record, GraphQLInterfaceType)
    for kind in core().get_implementations(record).objects:
        assert {"id", "code", "version"} <= set(kind.fields), kind.name
