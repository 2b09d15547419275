"""Puts a module's questions on a page: native radio buttons, every option explained, all of it readable without scripts."""

from docutils import nodes
from docutils.parsers.rst import directives
from markdown_it import MarkdownIt
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from course.site.header import module_of
from course.site.publication import templates

inline = MarkdownIt("js-default").renderInline  # no HTML from the file reaches the page


def setup(app: Sphinx) -> None:
    app.add_directive("quiz", Quiz)


class Quiz(SphinxDirective):
    """``quiz``: the questions shown on this kind of page, or those named in ``:questions:``."""

    option_spec = {"show": directives.unchanged, "questions": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        module = module_of(self)
        wanted = self.options.get("questions", "").replace(",", " ").split()
        show = self.options.get("show", "page")
        questions = [q for q in module.questions if (q.id in wanted if wanted else show in q.shown)]
        unknown = set(wanted) - {q.id for q in module.questions}
        if unknown or not questions:
            raise self.error(f"quiz.yml has no question {', '.join(sorted(unknown)) or f'shown on a {show}'}")
        deck = "../" * self.env.docname.count("/") + "book/retrieval.html" if show == "bite" else None
        html = templates.get_template("quiz.html").render(
            module=module, questions=questions, inline=inline, deck=deck
        )
        return [nodes.raw("", html, format="html")]
