"""What may become of a party's taxonomy (分類)."""

from domain.refusals import TextIsEmpty
from domain.register.taxonomy import DEFAULT, Taxonomy
from tests.story import BY_EDITOR, given, happened, then_begun, then_refused

FOUNDED = happened(Taxonomy.Founded, owner=2, categories_of_cause=DEFAULT)
ADDED = happened(Taxonomy.CategoryAdded, name="外部要因")


def test_a_taxonomy_begins_with_the_five_categories_of_the_report() -> None:
    then_begun(lambda: Taxonomy.found(owner=2, **BY_EDITOR), FOUNDED)
    assert len(DEFAULT) == 5


def test_a_taxonomy_is_one_per_party() -> None:
    assert Taxonomy.found(owner=2, **BY_EDITOR).id == Taxonomy.id_for(2)
    assert Taxonomy.id_for(2) != Taxonomy.id_for(1)


def test_a_taxonomy_may_begin_with_others_each_once() -> None:
    then_begun(
        lambda: Taxonomy.found(
            owner=2, categories_of_cause=("統制環境", " 統制環境", "その他"), **BY_EDITOR
        ),
        FOUNDED.but(categories_of_cause=("統制環境", "その他")),
    )


def test_a_category_has_a_name() -> None:
    then_refused(
        lambda: Taxonomy.found(owner=2, categories_of_cause=(" ",), **BY_EDITOR), TextIsEmpty
    )
    given(Taxonomy, FOUNDED).when(lambda t: t.add(name="", **BY_EDITOR)).then_refused(TextIsEmpty)


def test_a_category_joins() -> None:
    given(Taxonomy, FOUNDED).when(lambda t: t.add(name=" 外部要因", **BY_EDITOR)).then(ADDED)


def test_a_known_category_is_left_as_it_is() -> None:
    given(Taxonomy, FOUNDED).when(lambda t: t.add(name=DEFAULT[0], **BY_EDITOR)).then_nothing()
    (
        given(Taxonomy, FOUNDED, ADDED)
        .when(lambda t: t.add(name="外部要因", **BY_EDITOR))
        .then_nothing()
    )
