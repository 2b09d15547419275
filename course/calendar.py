"""Makes a calendar file of a pathway: one all-day event a step, counted from the day the reader starts."""

from datetime import UTC, date, datetime, time, timedelta

import icalendar

from course.catalogue import Catalogue, Pathway

# The same content gives the same file, so the file cannot ask which day it is: it starts on this Monday, and says so.
# The page's script, or `course pathway ID --ics FILE --start DATE`, moves it to the day that the reader chooses.
STARTS = date(2027, 1, 4)


def has_dates(pathway: Pathway) -> bool:
    """Say whether the steps come on days; where readers set the pace there is nothing to put into a calendar."""
    return any(day is not None for day in pathway.days)


def file(course: Catalogue, pathway: Pathway, starts: date = STARTS) -> bytes:
    """Return the calendar file of a pathway that starts on a day."""
    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Better Care, Made Routine//Pathways//EN")
    calendar.add("x-wr-calname", pathway.title)
    for number, (step, day) in enumerate(zip(pathway.steps, pathway.days, strict=True), start=1):
        if day is None:
            continue
        event = icalendar.Event()
        event.add("uid", f"{pathway.id}-{number}@better-care-made-routine")
        event.add("dtstamp", datetime.combine(STARTS, time(), UTC))
        event.add("dtstart", starts + timedelta(days=day))
        event.add("dtend", starts + timedelta(days=day + 1))
        event.add("summary", f"{step.label}: {step.title} ({course.minutes_of(step)} minutes)")
        event.add("description", "\n".join(_lines(course, step)))
        event.add("transp", "TRANSPARENT")  # a plan, not an appointment: the day stays free
        calendar.add_component(event)
    return calendar.to_ical()


def in_words(day: date) -> str:
    """Return a date as a reader writes it.

    >>> in_words(date(2027, 1, 4))
    'Monday 4 January 2027'
    """
    return f"{day:%A} {day.day} {day:%B %Y}"


def _lines(course: Catalogue, step) -> list[str]:
    lines = []
    for take in step.takes:
        what = take.activity or f"{course.title_of(take.module)}: {take.part or take.dose}"
        lines.append(f"{what}, {course.minutes_of(take)} minutes")
    return [*lines, *([f"You make: {step.product}"] if step.product else [])]
