"""Writes formulas as MathML when the site is built: readable by screen readers, and nothing to download."""

from html import escape

from docutils.nodes import SkipNode
from latex2mathml.converter import convert
from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    app.add_html_math_renderer("mathml", (inline, None), (block, None))
    app.connect("config-inited", choose)


def choose(app: Sphinx, config) -> None:
    config.html_math_renderer = "mathml"


def inline(writer, node) -> None:
    writer.body.append(convert(node.astext()))
    raise SkipNode


def block(writer, node) -> None:
    formula = convert(node.astext(), display="block")
    writer.body.append(
        f'<div class="formula" tabindex="0" role="group" aria-label="{escape(node.astext())}">{formula}</div>'
    )
    raise SkipNode
