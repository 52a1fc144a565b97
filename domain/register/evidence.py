"""Evidence (証跡) of a record: a file, or a document that is kept elsewhere."""

from datetime import datetime
from typing import Any, Final, Self, TypedDict
from uuid import UUID

from domain.calendar import day_in_tokyo
from domain.files import File
from domain.kernel import Fact, FirstFact
from domain.register.record import (
    CODE,
    REASON,
    TITLE,
    Field,
    JudgedFact,
    Record,
    clean_line,
    clean_line_or_none,
    clean_text,
    normalised_categories,
)
from domain.register.refusals import (
    EvidenceIsAFileOrADocument,
    EvidenceIsWithdrawn,
    WithdrawalOfEvidenceNeedsItsReason,
)

_DOCUMENT: Final = Field("文書名", "name of the document")
_VERSION: Final = Field("版", "version of the document")
_PLACE: Final = Field("保管場所", "place of the document")


class Document(TypedDict):
    """A document as it is cited; a name is all it needs."""

    name: str
    number: str | None
    version: str | None
    place: str | None


class Evidence(Record):
    """What shows that something said of a record is so. It has an audience of its own."""

    TOPIC = "evidence"

    class FileAttached(FirstFact):
        """This file is evidence of that record.

        `sha256` is of the file as handed in, `sealed_sha256` of the bytes that are kept: whoever
        holds no key can still tell that these are unchanged.
        """

        TOPIC = "evidence.file_attached"
        SEALED = ("title", "name", "sha256")
        owner: int
        about: UUID
        about_kind: str
        title: str
        name: str
        media_type: str
        size: int
        sha256: str
        sealed_sha256: str
        categories: tuple[str, ...]

    class DocumentCited(FirstFact):
        """This document, kept elsewhere, is evidence of that record."""

        TOPIC = "evidence.document_cited"
        SEALED = ("title", "name", "number", "document_version", "place")
        owner: int
        about: UUID
        about_kind: str
        title: str
        name: str
        number: str | None
        document_version: str | None
        place: str | None
        categories: tuple[str, ...]

    class Revised(Fact):
        """The evidence is called by another title."""

        TOPIC = "evidence.revised"
        SEALED = ("title",)
        title: str

    class Withdrawn(Fact):
        """The evidence shows it no more, or never did."""

        TOPIC = "evidence.withdrawn"
        SEALED = ("reason",)
        reason: str

    class Judged(JudgedFact):
        """The information categories of the evidence are these."""

        TOPIC = "evidence.judged"

    def __init__(self) -> None:
        super().__init__()
        self.about = UUID(int=0)
        self.about_kind = ""
        self.title = ""
        self.withdrawal: Evidence.Withdrawn | None = None

    @property
    def withdrawn(self) -> bool:
        """Whether it shows nothing any more."""
        return self.withdrawal is not None

    @classmethod
    def attach(
        cls,
        *,
        id: UUID,  # noqa: A002 -- the library's own word
        owner: int,
        about: UUID,
        about_kind: str,
        title: str,
        file: tuple[File, str] | None = None,
        document: Document | None = None,
        categories: tuple[str, ...] = (),
        by: UUID,
        at: datetime,
    ) -> Self:
        """Attach a file, with the SHA-256 of its bytes as kept, or cite a document."""
        shared: dict[str, Any] = {
            "id": id,
            "owner": owner,
            "about": about,
            "about_kind": about_kind,
            "title": clean_line(title, TITLE),
            "categories": normalised_categories(categories),
            "by": by,
            "timestamp": at,
        }
        match file, document:
            case (taken, sealed_sha256), None:
                return cls._create(
                    cls.FileAttached,
                    **shared,
                    name=taken.name,
                    media_type=taken.media_type,
                    size=taken.size,
                    sha256=taken.sha256,
                    sealed_sha256=sealed_sha256,
                )
            case None, cited if cited is not None:
                return cls._create(
                    cls.DocumentCited,
                    **shared,
                    name=clean_line(cited["name"], _DOCUMENT),
                    number=clean_line_or_none(cited["number"], CODE),
                    document_version=clean_line_or_none(cited["version"], _VERSION),
                    place=clean_line_or_none(cited["place"], _PLACE),
                )
            case _:
                raise EvidenceIsAFileOrADocument()

    def revise(self, *, title: str, by: UUID, at: datetime) -> None:
        """Call the evidence by another title; the same again changes nothing."""
        title = clean_line(title, TITLE)
        if title == self.title:
            return
        self._require_standing()
        self.trigger_event(self.Revised, title=title, by=by, timestamp=at)

    def withdraw(self, *, reason: str, by: UUID, at: datetime) -> None:
        """Withdraw the evidence, with the reason.

        What is withdrawn stays so: the same reason again, or none, changes nothing.
        """
        why = clean_text(reason, REASON)
        if self.withdrawal is not None and why in (None, self.withdrawal.reason):
            return
        self._require_standing()
        if why is None:
            raise WithdrawalOfEvidenceNeedsItsReason()
        self.trigger_event(self.Withdrawn, reason=why, by=by, timestamp=at)

    def evolve(self, fact: Fact) -> None:
        match fact:
            case Evidence.FileAttached() | Evidence.DocumentCited():
                self.owner, self.categories = fact.owner, fact.categories
                self.about, self.about_kind = fact.about, fact.about_kind
                self.title = fact.title
            case Evidence.Revised():
                self.title = fact.title
            case Evidence.Withdrawn():
                self.withdrawal = fact
            case _:
                super().evolve(fact)

    def _require_standing(self) -> None:
        if self.withdrawal is not None:
            raise EvidenceIsWithdrawn(day=day_in_tokyo(self.withdrawal.timestamp))
