"""A form for any part of the project: the model's own fields say what to ask, and each answer is kept when it is given."""

from __future__ import annotations

from datetime import date
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from improve.interact.answers import read_number
from improve.project.fields import LONGEST_LINE

from . import look
from .desk import LINKS, Desk
from .making import made

NOT_CHOSEN = "not chosen yet"


def form(desk: Desk, place: tuple, model: type[BaseModel], names: list[str], **prompts: str) -> Any:
    """Return a box with a control for each named field of the part at `place`.

    Parameters
    ----------
    desk : Desk
    place : tuple
        Where the part lies, such as ("charter", "aim").
    model : type
        The part's model; its fields' descriptions are the prompts.
    names : list of str
        The fields to ask for, in order.
    **prompts
        Prompts that say it better here.
    """
    import ipywidgets

    return made(ipywidgets.VBox, [field(desk, place, model, name, prompts.get(name, "")) for name in names])


def field(desk: Desk, place: tuple, model: type[BaseModel], name: str, prompt: str = "") -> Any:
    """Return one control with its prompt above it and a place for what is wrong below it."""
    import ipywidgets

    info = model.model_fields[name]
    kind = kind_of(name, info)
    prompt = prompt or info.description or name.replace("_", " ").capitalize()
    value = desk.get(place)[name]
    below = made(ipywidgets.HTML)

    def keep(given: Any) -> None:
        answer, problem = plain(kind, given)
        below.value = look.wrong(problem or desk.put((*place, name), answer))

    if kind == "links":
        control = _tick_boxes(desk, name, value, prompt, keep)
    else:
        options = _options(desk, kind, name, info, value)
        control = _control(kind, value, prompt, options)

        def given(change: Any) -> None:
            keep(change["new"])

        control.observe(given, names="value")
        if kind == "link":
            desk.menus.append(
                lambda: _rename(control, given, _options(desk, kind, name, info, control.value))
            )
    box = made(ipywidgets.VBox, [control, below])
    box.add_class("wb-field")
    if kind in ("number", "day"):
        box.add_class("wb-short")
    return box


def kind_of(name: str, info: Any) -> str:
    """Tell what kind of answer a field takes: line, words, day, number, choice, link or links.

    Examples
    --------
    >>> from improve.project.theory import Aim
    >>> [kind_of(name, Aim.model_fields[name]) for name in ("statement", "where", "measure", "target", "by_when")]
    ['words', 'line', 'link', 'number', 'day']
    """
    annotation = _inside(info.annotation)
    if get_origin(annotation) is Literal:
        return "choice"
    if annotation is date:
        return "day"
    if annotation in (float, int):
        return "number"
    if annotation is str:
        longest = next((rule.max_length for rule in info.metadata if hasattr(rule, "max_length")), None)
        if name in LINKS:
            return "link"
        return "words" if longest and longest > LONGEST_LINE else "line"
    if get_origin(annotation) is tuple and name in LINKS:
        return "links"
    raise TypeError(f"There is no control for the field “{name}”.")


def plain(kind: str, given: Any) -> tuple[Any, str]:
    """Return what was given as a plain value for the project, or a sentence on why it is none.

    Examples
    --------
    >>> plain("number", " 55 % "), plain("number", ""), plain("day", date(2026, 6, 30))
    ((55.0, ''), (None, ''), ('2026-06-30', ''))
    >>> plain("number", "most")[1]
    'This should be a number in digits, such as 55.'
    """
    if kind == "day":
        return (given.isoformat() if given else None), ""
    if kind == "number":
        text = str(given).strip().removesuffix("%").strip()
        if not text:
            return None, ""
        number, problem = read_number(text)
        return number, "This should be a number in digits, such as 55." if problem else ""
    if kind == "choice":
        return given or None, ""
    return given, ""


def options_for(desk: Desk, name: str) -> list[tuple[str, str]]:
    """Return what a link may lead to, as name and id."""
    things = desk.project.named()[LINKS[name]]
    if name == "primary":
        things = desk.project.driver_diagram.primary
    return [(_called(thing, at), thing.id) for at, thing in enumerate(things, start=1)]


def _called(thing: Any, at: int) -> str:
    """Return a name for a menu; two things of one name must still be told apart."""
    name = getattr(thing, "name", "") or getattr(thing, "title", "") or "no name yet"
    short = name if len(name) <= 70 else f"{name[:69]}…"
    return f"{at}. {short}"


def _inside(annotation: Any) -> Any:
    """Return the type behind `X | None` and Annotated."""
    if get_origin(annotation) in (Union, UnionType):
        return _inside(next(part for part in get_args(annotation) if part is not type(None)))
    if hasattr(annotation, "__metadata__"):
        return _inside(get_args(annotation)[0])
    return annotation


def _options(desk: Desk, kind: str, name: str, info: Any, value: Any) -> list[tuple[str, Any]]:
    if kind == "choice":
        choices = [(_choice_called(name, choice), choice) for choice in get_args(_inside(info.annotation))]
        return choices if info.default is not None else [(NOT_CHOSEN, ""), *choices]
    if kind == "link":
        found = options_for(desk, name)
        if value and value not in [id for _, id in found]:
            found.append((f"“{value}”, which is not in this project", value))
        return [(NOT_CHOSEN, ""), *found]
    return []


def _choice_called(name: str, choice: str) -> str:
    if name == "rules":
        from improve.charts import RULE_SETS

        return RULE_SETS[choice].label
    return choice[:1].upper() + choice[1:]


def _control(kind: str, value: Any, prompt: str, options: list[tuple[str, Any]]) -> Any:
    import ipywidgets

    if kind == "day":
        return made(
            ipywidgets.DatePicker, value=date.fromisoformat(value) if value else None, description=prompt
        )
    if kind in ("choice", "link"):
        # An option whose value is None would show as an empty box.
        return made(ipywidgets.Dropdown, options=options, value=value or "", description=prompt)
    if kind == "words":
        rows = min(8, max(2, len(value) // 70 + 1))
        return made(ipywidgets.Textarea, value=value, description=prompt, continuous_update=False, rows=rows)
    text = "" if value is None else f"{value:g}" if kind == "number" else value
    return made(ipywidgets.Text, value=text, description=prompt, continuous_update=False)


def _rename(menu: Any, given: Any, options: list[tuple[str, Any]]) -> None:
    """Give the entries of a menu their new names; what is chosen stays chosen."""
    if list(menu.options) == options:
        return
    chosen = menu.value
    menu.unobserve(given, names="value")
    menu.options = options
    menu.value = chosen
    menu.observe(given, names="value")


def _tick_boxes(desk: Desk, name: str, chosen: list[str], prompt: str, keep: Any) -> Any:
    import ipywidgets

    heading = made(ipywidgets.HTML, f"<strong>{look.escape(prompt)}</strong>")
    options = options_for(desk, name)
    if not options:
        nothing = look.paragraph("There is nothing to choose from yet.", "quiet")
        return made(ipywidgets.VBox, [heading, made(ipywidgets.HTML, nothing)])
    kept = list(chosen)
    boxes = {}
    for called, id in options:
        box = boxes[id] = made(ipywidgets.Checkbox, value=id in chosen, description=called, indent=False)

        def ticked(change: Any, id: str = id) -> None:
            if change["new"] and id not in kept:
                kept.append(id)
            elif not change["new"] and id in kept:
                kept.remove(id)
            keep(list(kept))

        box.observe(ticked, names="value")

    def rename() -> None:
        for called, id in options_for(desk, name):
            if id in boxes:
                boxes[id].description = called

    desk.menus.append(rename)
    return made(ipywidgets.VBox, [heading, *boxes.values()])
