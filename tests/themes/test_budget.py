"""What the pages weigh: sheets and scripts of our own, as they are sent."""

import gzip

from catalogue.web import themes

STYLES, SCRIPTS = 15_000, 20_000  # bytes, compressed


def weight(ending: str) -> int:
    default = themes.load("default")
    files = {name: path.read_bytes() for name, path in default.static().items() if name.endswith(ending)}
    if ending == ".css":
        files["theme.css"] = default.stylesheet().encode()
    return sum(len(gzip.compress(body)) for body in files.values())


def test_all_styles_are_light() -> None:
    assert weight(".css") < STYLES


def test_all_scripts_are_light() -> None:
    assert weight(".js") < SCRIPTS
