"""What a packer makes of a document is written as the document itself would be."""

import json
import math
from dataclasses import replace

from catalogue.domain.search import Layout, Passage, SearchDocument, VariableText
from catalogue.search.elastic import address
from catalogue.search.elastic.connection import Server
from catalogue.search.elastic.fields import Fields
from catalogue.search.elastic.generations import Generations
from catalogue.search.elastic.writing import Writing
from catalogue.search.tantivy.packing import Packer
from tests.contracts.test_search import document

LAYOUT = Layout(("access",), ("years",), (8.0, 2.0), ("en",))
DOCUMENT: SearchDocument = replace(
    document(7),
    passages=(Passage("urn:title", "de", 8.0, ("Ähnlich",)), Passage("urn:text", "en", 2.0, ("l’été",))),
    facets={"access": ("PUBLIC",)},
    ranges={"years": (2001, math.inf)},
    variables=(VariableText("v_1", (("fr", "Poids"),), "integer", ("4548-4",)),),
)


def test_elasticsearch_is_sent_the_same_of_both() -> None:
    fields, server = Fields(LAYOUT), Server(address("http://localhost:1"))
    writing = Writing(server, Generations(server, "name", fields), fields)
    plain, packed = (list(writing.actions([each], (), 3)) for each in (DOCUMENT, fields.pack(DOCUMENT)))
    assert plain == packed
    [(ways, (head, body))] = packed
    assert ways == {"de", "en", "fr"}
    assert json.loads(head)["index"]["_id"] == "7"
    assert json.loads(body)["facet0"] == ["PUBLIC"]


def test_tantivy_is_given_the_description_and_then_its_variables() -> None:
    described, variable, owner = map(json.loads, Packer(LAYOUT).pack(DOCUMENT).parts)
    assert (described["number"], described["facet0"]) == ([7], ["PUBLIC"])
    assert (variable["shown"], variable["facet0"]) == (["v_1"], ["PUBLIC"])
    assert (owner["kind"], owner["number"]) == (["document"], [7])


def test_an_open_end_of_a_range_is_the_largest_number_there_is() -> None:
    described, *_ = map(json.loads, Packer(LAYOUT).pack(DOCUMENT).parts)
    assert (described["low0"], described["high0"]) == ([2001.0], [1.7976931348623157e308])
