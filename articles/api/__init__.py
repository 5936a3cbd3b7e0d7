"""The read API: what readers get, as JSON, for whoever builds on it."""
