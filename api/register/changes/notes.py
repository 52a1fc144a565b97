"""Mutations about notes."""

from __future__ import annotations

import strawberry

from api.changing import Changing, CreatingRecord, mutation
from api.register.types import Note
from commands.register.notes import revise_note, withdraw_note, write_note
from domain.register import refusals as rules


@strawberry.input(description="メモの記入 / Write a note on a record.")
class WriteNoteInput(CreatingRecord):
    record: strawberry.ID = strawberry.field(
        description="対象 / The record it is on: any that you see and that bears notes."
    )
    text: str = strawberry.field(description="本文 / What it says; your own party reads it.")


@strawberry.input(description="メモへの操作 / Change a note of one's own.")
class ChangingNote(Changing):
    note: strawberry.ID = strawberry.field(description="メモ / The note.")


@strawberry.input(description="メモの変更 / Put a note in other words.")
class ReviseNoteInput(ChangingNote):
    text: str = strawberry.field(description="本文 / What it says.")


@strawberry.input(description="メモの取下げ / Take a note back.")
class WithdrawNoteInput(ChangingNote):
    pass


@strawberry.type
class NoteMutations:
    write_note = mutation(
        write_note,
        WriteNoteInput,
        Note,
        "メモを書く / Write a note on a record you see, for your own party.",
        rules.NoneStandsAlone,
    )
    revise_note = mutation(
        revise_note,
        ReviseNoteInput,
        Note,
        "メモを改める / Put a note of your own in other words.",
        rules.NoteIsSomebodyElses,
        rules.NoteIsWithdrawn,
    )
    withdraw_note = mutation(
        withdraw_note,
        WithdrawNoteInput,
        Note,
        "メモを取り下げる / Take a note of your own back; the past still shows it.",
        rules.NoteIsSomebodyElses,
    )
