"""Plays the year into a fresh register, by a clock that starts in January 2023."""

from __future__ import annotations

from commands.office import Office
from examples.play import Clock, Person
from examples.year import autumn, spring, winter
from examples.year.stage import Stage


def play(office: Office, clock: Clock) -> tuple[Person, ...]:
    """Found the parties, enrol the cast, and live through the year; answers the people, those who joined later last."""
    stage = Stage(office, clock)
    people = live(stage)
    return (*people, *stage.joined)


def live(stage: Stage) -> tuple[Person, ...]:
    """The year on this stage; the clock joins real time when it is over."""
    people = stage.enrol()
    stage.cast(people)
    for season in (spring, autumn, winter):
        season.play(stage)
    stage.clock.join_real_time()
    return people
