"""SHACL validation. `base` says what an engine does; `pyshacl` is the reference, `fast` an accelerator."""
