"""Use cases, one file per noun; each takes a Session that it did not open."""
