"""What was selected is looked at once for a document, and never more is kept of it than has a measure."""

from __future__ import annotations

from strawberry.types.nodes import SelectedField, Selection

from api.selecting import LONGEST, Known, Selections, asked_fields

NAMES = frozenset({"Box"})


def a_field(name: str, *below: Selection, alias: str | None = None) -> SelectedField:
    return SelectedField(
        name=name, directives={}, arguments={}, selections=list(below), alias=alias
    )


def test_however_switches_stand_no_more_is_kept_than_has_a_measure() -> None:
    known, each = Known(), 100
    made: list[int] = []

    def selected(number: int) -> Selections:
        def make() -> Selections:
            made.append(number)
            return Selections([a_field("box", *(a_field(f"f{n}") for n in range(each - 1)))])

        return known.once(number, make)

    first = [selected(number) for number in range(3 * LONGEST // each)]
    again = [selected(number) for number in range(3 * LONGEST // each)]
    kept = [one for one, other in zip(first, again, strict=True) if one is other]
    assert len(kept) * each == LONGEST
    assert len(made) == 2 * len(first) - len(kept)


def test_mentions_of_a_field_are_merged_once() -> None:
    selections = Selections(
        [a_field("lid", a_field("id")), a_field("lid", a_field("name"), alias="other")]
    )
    [lid] = asked_fields(selections, NAMES)
    assert (lid.name, lid.times) == ("lid", 2)
    assert [one.name for one in asked_fields(lid.selections, NAMES)] == ["id", "name"]
    assert asked_fields(selections, NAMES)[0] is lid
    assert selections.names == 4
