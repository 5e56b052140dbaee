"""Reading, writing, splitting and comparing RDF without changing a lexical form.

pyoxigraph parses, writes and canonicalises; rdflib holds the graph that the rest of the product works on.
"""

import rdflib

# rdflib would otherwise rewrite "01"^^xsd:integer to 1 and a dateTime's Z to +00:00.
rdflib.NORMALIZE_LITERALS = False
