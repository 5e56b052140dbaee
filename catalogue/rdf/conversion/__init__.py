"""The kinds of rules that turn a description of one release into another; `catalogue.rdf.converting` runs them."""
