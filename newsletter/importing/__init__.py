"""Bringing a list in: keep the file, find its layout, read it into rows, apply these to the list, and undo that."""
