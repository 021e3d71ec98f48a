"""The page that lists the decks."""

import html

from gru_press.book.assets import Assets
from gru_press.book.pages.head import looks
from gru_press.book.policy import guarded
from gru_press.slides.deck_script import FOLDER
from gru_press.slides.decks import Deck
from gru_press.slides.speaker_notes import in_a_line

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Slides</title>
<link rel="stylesheet" href="{base}{page}">
{looks}
</head>
<body>
<main>
<h1>Slides</h1>
<p>Every widget on these slides is live. The folder works on its own, from a stick as well.</p>
<ul>
{items}
</ul>
<p>Keys: <kbd>→</kbd> and <kbd>←</kbd> turn the slides and open what is hidden, <kbd>S</kbd> opens
the speaker’s notes, <kbd>O</kbd> the overview, <kbd>F</kbd> the full screen, <kbd>C</kbd> the code,
<kbd>D</kbd> changes dark and light, <kbd>?</kbd> lists all. To print a deck, add
<code>?print-pdf</code> to its address.</p>
</main>
</body>
</html>
"""


def index_page(decks: list[Deck], assets: Assets) -> str:
    """Links to the decks, each with its number of slides and, for a lecture, its minutes."""
    base = f"{FOLDER}/"
    page = PAGE.format(
        base=base,
        page=assets.names["page.css"],
        looks=looks(assets, set(), base),
        items="\n".join(map(_item, decks)),
    )
    return guarded(page)


def _item(deck: Deck) -> str:
    about = f"{len(deck.slides)} slides"
    minutes = round(sum(slide.seconds or 0 for slide in deck.slides) / 60)
    if minutes:
        about += f", {minutes} minutes"
    return f'<li><a href="{html.escape(deck.name)}.html">{in_a_line(deck.title)}</a> ({about})</li>'
