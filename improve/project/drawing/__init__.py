"""Drawings of a project as plain SVG: they need no script, no network and no font of their own."""

from .drivers import draw_drivers
from .process import draw_process
from .ramp import draw_ramp
from .runchart import draw_chart
from .svg import Drawing

__all__ = ["Drawing", "draw_chart", "draw_drivers", "draw_process", "draw_ramp"]
