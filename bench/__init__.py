"""Measurements, run by hand: `python -m bench` writes the table of `docs/performance.md`."""
