"""Gives the catalogue as plain data for machines: the keys below are a promise, and a test holds it."""

from course.catalogue import Catalogue, Pathway


def module(course: Catalogue, key: str) -> dict:
    """Return a module, ready or planned; what only a ready one knows is empty or null until then."""
    planned, ready, taking = course.planned(key), course.modules.get(key), course.taking(key)
    return {
        "key": key,
        "id": planned.id,
        "strand": key.partition("/")[0],
        "code": planned.code,
        "title": ready.title if ready else planned.title,
        "ready": ready is not None,
        "minutes": taking.model_dump() if taking else None,
        "promise": ready.promise if ready else None,
        "outcomes": [outcome.model_dump() for outcome in ready.outcomes] if ready else [],
        "audiences": ready.audiences if ready else [],
        "builds_on": ready.builds_on if ready else [],
        "pairs_with": ready.pairs_with if ready else [],
        "words": ready.words.model_dump() if ready else None,
        "serves": ready.serves if ready else [],
        "reviewed": ready.reviewed.isoformat() if ready else None,
        "page": f"{course.page_of(key)}.html" if ready else None,
    }


def pathway(course: Catalogue, route: Pathway) -> dict:
    """Return a pathway with the minutes of each step and what is ready."""
    return {
        "id": route.id,
        "title": route.title,
        "for": route.audience,
        "aim": route.aim,
        "credits": route.credits,
        "repeats": route.repeats,
        "minutes": course.minutes_of(route),
        "modules": [{"key": key, "ready": key in course.modules} for key in course.modules_in(route)],
        "steps": [
            {
                "label": step.label,
                "title": step.title,
                "day": day,
                "minutes": course.minutes_of(step),
                "takes": [
                    {
                        "module": take.module,
                        "dose": take.dose,
                        "part": take.part,
                        "activity": take.activity,
                        "minutes": course.minutes_of(take),
                        "ready": take.module is None or take.module in course.modules,
                    }
                    for take in step.takes
                ],
                "product": step.product,
            }
            for step, day in zip(route.steps, route.days, strict=True)
        ],
        "left_out": route.left_out,
        "page": f"book/pathways/{route.id}.html",
    }
