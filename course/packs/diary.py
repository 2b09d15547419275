"""Writes the calendar file of a workshop or a series: local time, so that it is ten o'clock wherever it is opened."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Alarm, Calendar, Event


@dataclass(frozen=True)
class Session:
    key: str
    title: str
    start: datetime
    minutes: int
    words: str


def calendar(sessions: list[Session]) -> bytes:
    """Return the sessions as an iCalendar file, each with a reminder to print the day before."""
    found = Calendar()
    found.add("prodid", "-//Better Care, Made Routine//workshops//EN")
    found.add("version", "2.0")
    for session in sessions:
        event = Event()
        event.add(
            "uid", f"{session.key.replace('/', '-')}-{session.start:%Y%m%dT%H%M}@better-care-made-routine"
        )
        event.add("dtstamp", datetime.now(UTC).replace(microsecond=0))
        event.add("dtstart", session.start)
        event.add("dtend", session.start + timedelta(minutes=session.minutes))
        event.add("summary", session.title)
        event.add("description", session.words)
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", f"Tomorrow: {session.title}. Print, try the activity, ask about access.")
        alarm.add("trigger", timedelta(days=-1))
        event.add_component(alarm)
        found.add_component(event)
    return found.to_ical()
