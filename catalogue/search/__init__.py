"""Full-text search with facets. `base` says what an index does; adapters carry their engine's name."""
