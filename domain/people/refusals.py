"""The refusals of people: parties, departments, members and roles."""

from domain.refusals import Refusal


class PartyCodeIsMalformed(Refusal):
    """A party's code is 1 to 12 capital letters and digits."""

    ja = "この会社コードは使えません。半角の英大文字と数字、1〜12文字にしてください（例：MZ）。"
    en = "This code cannot be used. Choose 1 to 12 capital letters and digits, such as MZ."


class PartyNumberIsOutOfRange(Refusal):
    """A party's number is its bit in an audience, and there are only so many."""

    ja = "会社番号は{first}から{last}までです。空いている番号を選んでください。"
    en = "A party's number lies between {first} and {last}. Choose a free one."


class PartyIsClosed(Refusal):
    """A closed party changes no more."""

    ja = "この会社は終了しているため、変更できません。必要なら新しい会社として登録してください。"
    en = "This party is closed and changes no more. Found a new one if you need it."


class DepartmentIsClosed(Refusal):
    """A closed department changes no more."""

    ja = "この部署は廃止されているため、変更できません。必要なら新しい部署を登録してください。"
    en = "This department is closed and changes no more. Found a new one if you need it."


class MemberServesAnotherParty(Refusal):
    """A person serves one party at a time, so that nobody stands on both sides of the barrier."""

    ja = (
        "この方は{since}以降も別の会社の役割を持っています。"
        "先にその役割を{since}より前の日付で終了してください。"
    )
    en = (
        "This member still holds a role in another party on {since} or later. "
        "End that role with a day before {since} first."
    )


class RoleIsNotHeld(Refusal):
    """Only a role that is held can be ended."""

    ja = "この方は{until}より後にその役割を持っていません。会社、役割、部署をご確認ください。"
    en = (
        "The member does not hold that role beyond {until}. "
        "Check the party, the role and the department."
    )
