"""What is drawn too pale for its ground in pictures; axe looks at other text only."""

from pathlib import Path

PALE = Path(__file__).with_name("contrast.js").read_text(encoding="utf-8")
TEXT, GRAPHICS = 4.5, 3  # the ratios of WCAG 2.2 AA, criteria 1.4.3 and 1.4.11
# Left out is what is a ground for others, or a pale echo beside what it repeats.
ECHOES = (
    ".gru-ghost, .gru-passed, .gru-band, .gru-faded, [data-z=me] .gru-feed, [data-r=me] .gru-feed"
)
WORDS = "svg :is(text, tspan):not(.bartext-inside)"  # plotly chooses that by its bar
SHAPES = f":is(.gru-line, .gru-mark):not({ECHOES}), .gru-footer > .gru-button:enabled"


def pale_words(page) -> list[str]:
    """Words in pictures that do not stand out."""
    return page.evaluate(PALE, [f"main {WORDS}", TEXT])


def pale_shapes(page) -> list[str]:
    """Lines and marks in pictures, and widgets' buttons, that do not stand out."""
    return page.evaluate(PALE, [SHAPES, GRAPHICS])
