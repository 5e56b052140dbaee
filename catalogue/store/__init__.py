"""Where records live. `base` says what a store does; `sql` does it on SQLite or PostgreSQL."""
