"""What the parties do together at a table where one of them does not see everything that lies on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from commands.register.action_items import (
    assign_action_item,
    report_action_item,
    revise_action_item,
)
from commands.register.agenda import add_agenda_item, reword_agenda_item, withdraw_agenda_item
from commands.register.incidents import report_incident
from commands.register.meetings import (
    adjourn_meeting,
    close_papers,
    confirm_minutes,
    convene_meeting,
    open_meeting,
    replace_papers,
    revise_meeting,
)
from commands.register.minutes import (
    amend_minutes,
    enter_opinion,
    enter_resolution,
    record_outcome,
    strike_out_entry,
)
from tests.wall.affairs import PUBLIC
from tests.wall.worlds import Hidden, World

Tell = Callable[..., UUID]


def met(world: World, secret: str) -> Hidden:
    """A meeting of all, behind one of the others alone; and the next one of its series."""
    everybody = tuple(world.cast.code(who) for who in ("V", "O", "T"))
    yield from apart(world, secret)
    meeting = world.tell(
        "O secretariat",
        convene_meeting,
        named="O meeting",
        title="合同検討会議",
        held_on=date(2023, 6, 30),
        parties=everybody,
        quorum=2,
        follows=world["H apart meeting"],
    )
    yield
    world.tell(
        "O editor",
        report_incident,
        named="O met incident",
        title="議題の事案",
        categories=PUBLIC,
    )
    world.show("O met incident")
    world.show("O met incident", to="T")
    world.keep(
        "O secretariat",
        add_agenda_item,
        named="H item",
        meeting=meeting,
        record=world["H first incident"],
        topic=secret,
    )
    if world.letter == "A":  # before all that the viewer sees, so that counting it would show
        first = world.keep("O editor", report_incident, named="H early incident", title=secret)
        world.keep(
            "O secretariat",
            add_agenda_item,
            named="H early item",
            meeting=meeting,
            record=first,
        )
    items = [
        world.tell(who, add_agenda_item, named=f"{name} item", meeting=meeting, **about)
        for who, name, about in (
            ("O secretariat", "O met", {"record": world["O met incident"], "common": True}),
            ("V secretariat", "V", {"record": world["V first incident"], "topic": "自社の件"}),
            ("V editor", "O", {"record": world["O first incident"]}),
            ("O secretariat", "O whole", {"topic": "次回の日程"}),
        )
    ]
    yield
    if world.letter == "A":
        more = {"meeting": meeting, "record": world["H cause"], "topic": f"{secret}の原因"}
        world.keep("O secretariat", add_agenda_item, named="H more item", **more)
        world.disclose("H cause", to="T")
    yield
    world.tell("O secretariat", close_papers, meeting=meeting)
    hidden = world.keep(
        "T secretariat",
        add_agenda_item,
        named="H late item",
        meeting=meeting,
        record=world["H third first incident"],
    )
    yield
    world.tell("O secretariat", replace_papers, meeting=meeting, reason="件数の訂正")
    present = [{"party": code, "people": 2} for code in everybody]
    world.tell("O secretariat", open_meeting, meeting=meeting, attendance=present)
    yield
    held(world, secret, world.tell, items[0], "O secretariat", "O met", "共有")
    held(world, secret, world.tell, items[1], "V secretariat", "V", "自社")
    held(world, secret, world.keep, world["H item"], "O secretariat", "H", secret)
    yield
    held(world, secret, world.keep, hidden, "T secretariat", "H late", f"{secret}の{world.letter}")
    if world.letter == "A":
        held(world, secret, world.keep, world["H more item"], "O secretariat", "H more", secret)
    yield
    world.tell("V secretariat", enter_resolution, meeting=meeting, text="手引を配る")
    world.tell(
        "O secretariat",
        adjourn_meeting,
        meeting=meeting,
        corrections_until=world.home.today,
    )
    yield
    world.tell(
        "O secretariat",
        convene_meeting,
        named="O next meeting",
        title="第二回合同検討会議",
        held_on=date(2023, 9, 29),
        parties=everybody,
        follows=meeting,
    )
    yield


def held(
    world: World, secret: str, tell: Tell, item: UUID, who: str, about: str, words: str
) -> None:
    """What an item came to, what was thought of it, and what is to be done."""
    meeting = world["O meeting"]
    said: dict[str, Any] = {"outcome": "DEFERRED", "text": f"{words}の結論"}
    entry = tell(who, record_outcome, named=f"{about} outcome", item=item, **said)
    tell(who, amend_minutes, entry=entry, text=f"{words}の結論（訂正）", reason="聞き違い")
    opinion: dict[str, Any] = {"theme": f"{words}の論点", "text": f"{words}の意見"}
    struck = tell(
        who, enter_opinion, named=f"{about} opinion", meeting=meeting, item=item, **opinion
    )
    if tell == world.tell or secret == words:
        tell(who, strike_out_entry, entry=struck, reason="重複")
    party = world.cast.code(who.split()[0])
    action = tell(
        who,
        assign_action_item,
        named=f"{about} action item",
        meeting=meeting,
        item=item,
        text=f"{words}を数え直す",
        party=party,
    )
    tell(who, revise_action_item, action_item=action, text=f"{words}を数え直す（改）")
    tell(who, report_action_item, action_item=action, result=f"{words}の結果")


def apart(world: World, secret: str) -> Hidden:
    """The others meet by themselves, about what the viewer sees and about what not."""

    def keep(called: str, *command: Any, **details: Any) -> UUID:
        return world.keep("O secretariat", *command, named=f"H apart {called}", **details)

    party = world.cast.code("T")
    meeting = keep(
        "meeting",
        convene_meeting,
        title=f"{secret}の打合せ",
        held_on=date(2023, 6, 1),
        parties=(party,),
    )
    keep("moved", revise_meeting, meeting=meeting, place=f"{secret}の会議室")
    yield
    seen = keep("seen item", add_agenda_item, meeting=meeting, record=world["O first incident"])
    keep("V item", add_agenda_item, meeting=meeting, record=world["V first incident"])
    own = keep("own item", add_agenda_item, meeting=meeting, topic=secret)
    keep("reworded", reword_agenda_item, item=seen, topic=f"{secret}の議題")
    if world.letter == "A":
        gone = keep("gone item", add_agenda_item, meeting=meeting, topic=f"{secret}の残り")
        keep("withdrawn", withdraw_agenda_item, item=gone)
    yield
    keep("closed", close_papers, meeting=meeting)
    present = [{"party": world.cast.code(who), "people": 4} for who in "OT"]
    keep("opened", open_meeting, meeting=meeting, attendance=present)
    for number, (item, whom) in enumerate(((seen, world.cast.code("O")), (own, party))):
        text = f"{secret}の{number}"
        keep(f"{number} outcome", record_outcome, item=item, outcome="DEFERRED", text=text)
        about = {"meeting": meeting, "item": item, "text": text}
        keep(f"{number} opinion", enter_opinion, theme=secret, **about)
        keep(f"{number} action", assign_action_item, party=whom, **about)
    yield
    keep("adjourned", adjourn_meeting, meeting=meeting, corrections_until=world.home.today)
    yield


def settled(world: World) -> Hidden:
    """Days later the minutes stand: those of all, and in one world those of the others."""
    world.tell("O secretariat", confirm_minutes, meeting=world["O meeting"])
    if world.letter == "B":
        world.keep("O secretariat", confirm_minutes, meeting=world["H apart meeting"])
    yield
