"""Whom something is for: a small language, read by people and by the database alike."""

from models.audience.conditions import condition
from models.audience.expressions import Expression
from models.audience.faults import Unclear
from models.audience.names import resolve
from models.audience.reading import parse, prepare
from models.audience.sentences import sentence
from models.audience.writing import write

__all__ = ["Expression", "Unclear", "condition", "parse", "prepare", "resolve", "sentence", "write"]
