"""Readers of other catalogues, one module a kind of source, found by the entry point `catalogue.harvesters`."""
