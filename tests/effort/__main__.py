"""`python -m tests.effort` measures, and writes docs/effort.md."""

from tests.effort.report import write

write()
