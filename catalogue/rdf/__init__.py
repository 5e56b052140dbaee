"""Reading, writing, splitting and comparing RDF without changing a lexical form."""
