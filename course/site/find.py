"""Draws "Find your way": plain lists that need no script, and the data from which a script proposes a route."""

from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx

from course import synonyms
from course.catalogue import WORKSHOP_MINUTES, Catalogue, Pathway, Role
from course.settings import Settings
from course.site.differences import compact
from course.site.library import FromCatalogue, lasting
from course.site.publication import templates

PAGE = "book/find"
DATA = "find-data.js"
SCRIPTS = (DATA, "words.js", "record.js", "find.js")
DOSES = {name: name for name in ("bite", "foundation", "practitioner")} | {
    "expert": "MSc",
    "workshop": "workshop",
}
# (id, as a reader chooses it, as the page speaks of it, minutes that it gives room for, the dose that mostly fits)
TIMES = (
    ("8", "8 to 10 minutes, now", "8 to 10 minutes", 10, "bite"),
    ("30", "half an hour", "half an hour", 30, "bite"),
    ("60", "an hour", "an hour", 60, "foundation"),
    ("180", "half a day", "half a day", 210, "practitioner"),
    ("360", "an hour a week for six weeks", "six hours", 360, "foundation"),
    ("2520", "some hours a week, for months", "some hours a week", 2520, "practitioner"),
    ("masters", "time for a Master's degree", "the time of a Master's degree", 18000, "expert"),
)


def setup(app: Sphinx) -> None:
    app.add_directive("find", Find)
    app.connect("builder-inited", write_data, priority=800)  # after the catalogue was read
    app.connect("html-page-context", add_scripts)


class Find(FromCatalogue):
    """``find``: one part of the page: ``form``, ``roles``, ``modules`` or ``record``."""

    required_arguments = 1
    optional_arguments = 0

    def run(self) -> list[nodes.Node]:
        return [nodes.raw("", part(self.arguments[0], self.course, self.top), format="html")]


def part(name: str, course: Catalogue, top: str) -> str:
    """Return the HTML of a part of the page."""
    return templates.get_template(f"find_{name}.html").render(
        course=course,
        top=top,
        times=TIMES,
        doses=DOSES,
        lasting=lasting,
        first_step=first_step,
        route=route,
        nearest=nearest,
    )


def write_data(app: Sphinx) -> None:
    """Write the data for the scripts of this page and of the search page, which must work without a server too."""
    path = Path(app.srcdir) / "_build" / "static" / DATA
    path.write_text(script(app.course, app.settings), encoding="utf-8")


def add_scripts(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    if pagename == PAGE:
        for name in SCRIPTS:
            app.add_js_file(name, loading_method="defer")


# ---- what is nearest, and what comes first --------------------------------------------------------------------------


def nearest(course: Catalogue, key: str) -> str | None:
    """Return the ready module that stands in for one that is still to come: related, of its strand, on its pathways."""
    if key in course.modules:
        return key
    shared = [set(course.modules_in(pathway)) for pathway in course.pathways.values()]
    together = [modules for modules in shared if key in modules]

    def closeness(other: str) -> int:
        module = course.modules[other]
        related = key in module.builds_on or key in module.pairs_with
        same_strand = other.partition("/")[0] == key.partition("/")[0]
        return 4 * related + 3 * same_strand + sum(other in modules for modules in together)

    ready = [other for other in course.module_keys() if other in course.modules]
    return max(ready, key=closeness, default=None)


def first_step(course: Catalogue, role: Role) -> tuple[str, str] | None:
    """Return the first module for a role that is ready, and why."""
    for suggestion in role.first:
        if suggestion.module in course.modules:
            return suggestion.module, suggestion.why
    stand_in = nearest(course, role.first[0].module)
    return stand_in and (stand_in, "It is the nearest that is ready.")


def route(course: Catalogue, pathway: Pathway) -> dict:
    """Return what is said of a pathway where it is proposed."""
    modules = course.modules_in(pathway)
    return {
        "id": pathway.id,
        "title": pathway.title,
        "minutes": course.minutes_of(pathway),
        "modules": len(modules),
        "ready": sum(key in course.modules for key in modules),
        "aim": pathway.aim,
    }


# ---- the data of the scripts ----------------------------------------------------------------------------------------


def script(course: Catalogue, settings: Settings) -> str:
    """Return the data as a script: unlike a file of data, a page that lies on a disk may load it."""
    return f"window.findData={compact(data(course, settings))};\n"


def data(course: Catalogue, settings: Settings) -> dict:
    """Return what the scripts need to know. Modules are named by their place in the list, which is in reading order."""
    keys = course.module_keys()
    number = {key: n for n, key in enumerate(keys)}
    pathways = list(course.pathways)

    def numbers(names: list[str]) -> list[int]:
        return [number[name] for name in names if name in number]

    def of_a_module(key: str) -> dict:
        taking, module = course.taking(key), course.modules.get(key)
        minutes = [(taking and taking.of(dose)) or 0 for dose in list(DOSES)[:4]]
        said = {"k": key, "t": course.title_of(key), "d": minutes}
        if module is None:
            stand_in = nearest(course, key)
            return said | ({"n": number[stand_in]} if stand_in else {})
        said |= {"r": 1, "p": module.promise, "b": numbers(module.builds_on)}
        said["w"] = "|".join([*module.words.improvement, *module.words.implementation])
        said["for"] = [n for n, role in enumerate(course.roles.values()) if meets(module.audiences, role)]
        if any(activity.in_30 for activity in module.activities):
            said["h"] = 30
        if module.app:
            said["app"] = settings.binder(f"modules/{key}/app.ipynb", app=True)
        return {name: value for name, value in said.items() if value not in ([], "")}

    return {
        "modules": [of_a_module(key) for key in keys],
        "roles": [
            {
                "id": role.id,
                "title": role.title,
                "words": role.words,
                "first": [[number[one.module], one.why] for one in role.first if one.module in number],
                "paths": [pathways.index(name) for name in role.pathways],
                "dose": role.dose,
            }
            for role in course.roles.values()
        ],
        "aims": [
            {
                "id": aim.id,
                "title": aim.title,
                "words": aim.words,
                "strands": aim.strands,
                "first": numbers(aim.first),
                "paths": [pathways.index(name) for name in aim.pathways],
                "dose": aim.dose,
            }
            for aim in course.aims.values()
        ],
        "times": [dict(zip(("id", "title", "said", "room", "dose"), time, strict=True)) for time in TIMES],
        "paths": [
            route(course, pathway) | {"takes": numbers(course.modules_in(pathway))}
            for pathway in course.pathways.values()
        ],
        "strands": {name: strand.title for name, strand in course.strands.items()},
        "same": synonyms.groups(course.root),
        "workshop": WORKSHOP_MINUTES,
    }


def meets(audiences: list[str], role: Role) -> bool:
    """Return whether a module says that it is for people of a role."""
    return any(wanted.lower() in audience.lower() for audience in audiences for wanted in role.audiences)
