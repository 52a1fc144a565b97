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


class PartyBeginsLater(Refusal):
    """Nothing is said of a party for a day before it began."""

    ja = "この会社は{begins}からです。{begins}以降の日付にしてください。"
    en = "The party begins on {begins}. Choose that day or a later one."


class PartyIsClosed(Refusal):
    """A closed party changes no more."""

    ja = "この会社は{until}で終了のため、変更できません。必要なら新しい会社として登録してください。"
    en = "This party ends with {until} and changes no more. Found a new one if you need it."


class DepartmentIsClosed(Refusal):
    """A department whose last day is stated changes no more, and is given nothing new."""

    ja = (
        "この部署は{until}で廃止のため、変更したり、新たに指定したりできません。"
        "存続する部署を指定してください（なければ管理者が登録します）。"
    )
    en = (
        "This department ends with {until}: it changes no more and is given nothing new. "
        "Name one that goes on, or have an administrator found it."
    )


class DepartmentBeginsLater(Refusal):
    """Nothing is said of a department for a day before it began."""

    ja = "この部署は{begins}からです。{begins}以降の日付にしてください。"
    en = "The department begins on {begins}. Choose that day or a later one."


class DepartmentHasMeasures(Refusal):
    """A department that answers for open countermeasures is not closed."""

    ja = (
        "この部署が主管する未完了の対策があります。"
        "先に対策の主管部署を変更するか、後継の部署に統合してください。"
    )
    en = (
        "Open countermeasures are still assigned to this department. "
        "Assign them to another first, or merge it into the one that takes over."
    )


class DepartmentMergesIntoItself(Refusal):
    """A department is merged into another one."""

    ja = "部署をそれ自身に統合することはできません。統合先の部署を指定してください。"
    en = "A department cannot be merged into itself. Name the one that takes over."


class DepartmentsAreOfTwoParties(Refusal):
    """Departments are merged within one party."""

    ja = "別の会社の部署とは統合できません。同じ会社の部署を指定してください。"
    en = "Departments of two parties cannot be merged. Name one of the same party."


class NoDepartmentIsMerged(Refusal):
    """A merger names what is merged."""

    ja = "統合する部署が指定されていません。1つ以上指定してください。"
    en = "No department to merge is named. Name at least one."


class MergerIsInTheFuture(Refusal):
    """Work changes hands on the day of the merger, not before."""

    ja = (
        "統合日（{since}）が未来の日付です。対策の主管はその日に移るため、"
        "当日以降に登録してください。"
    )
    en = (
        "The merger is on {since}, which is still to come. "
        "Countermeasures change hands on that day: record it then."
    )


class MemberServesAnotherParty(Refusal):
    """A person serves one party at a time, so that nobody stands on both sides of the barrier."""

    ja = (
        "この方は別の会社で登録されています。"
        "移る場合は、元の会社の役割をすべて終了し、移った先の会社で新たに登録してください"
        "（運用者は sekisho member move）。"
    )
    en = (
        "This member is enrolled by another party. Whoever changes parties ends all roles there "
        "and is enrolled anew here (the operator: sekisho member move)."
    )


class MemberHasRetired(Refusal):
    """Whoever has left a party gets no role there under the old record."""

    ja = "この方は{until}で退任しています。再び就く場合は、新たに登録してください。"
    en = "This member has retired with {until}. Enrol whoever comes back anew."


class MoveIsWithinTheParty(Refusal):
    """A move leads to another party."""

    ja = "この方はすでにこの会社に所属しています。役割の付与・終了で変更してください。"
    en = "This member serves that party already. Grant and end roles instead."


class RoleIsOnesOwn(Refusal):
    """Nobody grants roles to themself: whoever runs the accounts sees no record."""

    ja = "自分自身に役割を付与することはできません。別の管理者にご依頼ください。"
    en = "Nobody grants a role to themself. Ask another administrator."


class RoleIsHeldLonger(Refusal):
    """Granting gives, ending takes: a grant does not shorten what is held."""

    ja = (
        "この方はその役割を{until}より後も持っています。付与では短くなりません。"
        "短くするには、役割の終了を登録してください。"
    )
    en = (
        "The member holds that role beyond {until}, and a grant does not shorten it. "
        "To shorten it, end the role."
    )


class RoleIsNotHeld(Refusal):
    """Only a role that is held can be ended."""

    ja = "この方は{until}より後にその役割を持っていません。会社、役割、部署をご確認ください。"
    en = (
        "The member does not hold that role beyond {until}. "
        "Check the party, the role and the department."
    )
