"""Small drawn symbols for verdicts: plain shapes of our own, told apart without colour, each with a title."""

from html import escape

from ..palette import LIGHT

# on a page of the course a symbol follows the page's own colours, dark ones too; anywhere else it keeps these
VARIABLE = {LIGHT.line: "--line", LIGHT.accent: "--accent", LIGHT.warm: "--warm", LIGHT.ink: "--ink"}

VARIATION = {
    "common_cause": ("ordinary variation", LIGHT.line, "M8 24 q5 -12 10 0 t10 0 t10 0"),
    "special_cause_improvement": ("signal, better", LIGHT.accent, "M9 24 l9 9 l18 -20"),
    "special_cause_concern": ("signal, worse", LIGHT.warm, "M22 8 v18 M22 33 v3"),
    "special_cause_neutral_high": ("signal, upwards", LIGHT.ink, "M22 36 V10 M12 20 L22 9 L32 20"),
    "special_cause_neutral_low": ("signal, downwards", LIGHT.ink, "M22 8 V34 M12 24 L22 35 L32 24"),
}
ASSURANCE = {
    "consistent_pass": ("target met every time", LIGHT.accent, "M6 32 H38 M8 18 q4 -7 8 0 t8 0 t8 0"),
    "consistent_fail": ("target missed every time", LIGHT.warm, "M6 12 H38 M8 28 q4 -7 8 0 t8 0 t8 0"),
    "inconsistent": ("target met and missed by chance", LIGHT.line, "M6 22 H38 M8 22 q4 -16 8 0 t8 0 t8 0"),
}


def draw(variation: str, assurance: str | None, size: int = 44) -> str:
    """Return one SVG with the variation symbol (in a ring) and the assurance symbol (in a square)."""
    parts = [_symbol(*VARIATION[variation], 0, '<circle cx="22" cy="22" r="20"')]
    names = [VARIATION[variation][0]]
    if assurance:
        parts.append(_symbol(*ASSURANCE[assurance], 50, '<rect x="2" y="2" width="40" height="40" rx="4"'))
        names.append(ASSURANCE[assurance][0])
    wide = 94 if assurance else 44
    title = escape("; ".join(names))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{size * wide / 44:g}" height="{size}" '
        f'viewBox="0 0 {wide} 44"><title>{title}</title>{"".join(parts)}</svg>'
    )


def _symbol(name: str, colour: str, path: str, shift: int, frame: str) -> str:
    style = (
        f'fill="none" stroke="{colour}" style="stroke: var({VARIABLE[colour]}, {colour})" '
        'stroke-width="3" stroke-linecap="round"'
    )
    return f'<g transform="translate({shift} 0)">{frame} {style}/><path d="{path}" {style}/></g>'
