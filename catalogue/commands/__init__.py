"""The commands of `catalogue`, a module for each part. `catalogue.cli` imports one when it runs."""
