"""References from elsewhere: what a file, a paste or a service says of sources, read into fields of a reference."""
