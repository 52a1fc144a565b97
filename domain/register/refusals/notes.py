"""Refusals about notes."""

from domain.refusals import Refusal


class NoteIsSomebodyElses(Refusal):
    """A note is its writer's own word."""

    ja = "他の方が書いたメモは変更・取下げできません。別のメモを書いてください。"
    en = "Somebody else wrote this note. Write a note of your own beside it."


class NoteIsWithdrawn(Refusal):
    """What was withdrawn changes no more."""

    ja = "このメモは取り下げられているため、変更できません。新しいメモを書いてください。"
    en = "This note is withdrawn and changes no more. Write a new one."
