"""Scripts and stylesheets as they are published: the same, in fewer bytes.

The minifier's wheels exist for Linux and Windows. Where it is missing, only the comments go: the
pages work as well and are a little larger.
"""

import re

try:
    import minify
except ImportError:  # macOS
    minify = None

COMMENT = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)  # whole lines: for readers of the source
KINDS = {"js": "application/javascript", "css": "text/css"}


def small(name: str, text: str) -> str:
    """The text of a script or stylesheet `name`, made small; any other is returned as it is."""
    suffix = name.rsplit(".", 1)[-1]
    if suffix not in KINDS:
        return text
    if minify is None:
        return COMMENT.sub("", text) if suffix == "js" else text
    return minify.string(KINDS[suffix], text)
