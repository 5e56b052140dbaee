"""What a test reads in a page: parsed strictly, so that a slip in a template is a failure."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5rdf
from werkzeug.test import TestResponse

NAMESPACE = "{http://www.w3.org/1999/xhtml}"


class Html:
    """A page that was asked for."""

    def __init__(self, response: TestResponse) -> None:
        self.source = response.get_data(as_text=True)
        parser = html5rdf.HTMLParser(strict=True)
        self.root: Element = parser.parse(self.source)

    def all(self, name: str, /, **attributes: str) -> list[Element]:
        """The elements of a name that have the attributes (`class_` and `for_` for the reserved words)."""
        wanted = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}
        return [
            element
            for element in self.root.iter(NAMESPACE + name)
            if all(value in (element.get(key) or "").split(" ") for key, value in wanted.items())
        ]

    def one(self, name: str, /, **attributes: str) -> Element:
        found = self.all(name, **attributes)
        assert len(found) == 1, f"{len(found)} times {name} {attributes}"
        return found[0]

    def by_id(self, name: str) -> Element:
        found = [element for element in self.root.iter() if element.get("id") == name]
        assert len(found) == 1, f"{len(found)} elements with the id {name}"
        return found[0]

    @property
    def title(self) -> str:
        return text(self.one("title"))

    @property
    def read(self) -> str:
        """The text that a reader sees, without that of scripts and styles."""
        return " ".join(" ".join(_seen(self.one("body"))).split())


def text(element: Element) -> str:
    """The text of an element, its spaces made plain."""
    return " ".join("".join(element.itertext()).split())


def _seen(element: Element) -> Iterator[str]:
    if element.tag in (NAMESPACE + "script", NAMESPACE + "style"):
        return
    if element.text:
        yield element.text
    for child in element:
        yield from _seen(child)
        if child.tail:
            yield child.tail
