"""Faults, brought about with traffic running."""
