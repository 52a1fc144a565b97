"""What the desk's facts share: each sealed text is about a subject, whose one key it goes with."""

from uuid import UUID

from domain.kernel import Fact, FirstFact


def _subject_of(fact: Fact) -> UUID:
    """The one it names; else its own stream."""
    subject: UUID = getattr(fact, "subject", fact.originator_id)
    return subject


class DeskFact(Fact):
    """A fact of the desk. With a `subject` its sealed texts are about that person; without, about the
    ticket itself."""

    def subject_of(self, field: str) -> UUID:  # noqa: ARG002 -- all of a fact are about one subject
        return _subject_of(self)


class FirstDeskFact(FirstFact):
    """The same, of one that begins an aggregate."""

    def subject_of(self, field: str) -> UUID:  # noqa: ARG002 -- see above
        return _subject_of(self)
