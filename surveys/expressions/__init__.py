"""The expressions of XLSForm: conditions and calculations as staff write them in a spreadsheet.

The XPath 1.0 of ODK, over answers in their lexical form: `parse` reads a text once and makes closures of it.
"""

from surveys.expressions.expression import Expression, parse
from surveys.expressions.faults import Failed, TooMuch, Unreadable
from surveys.expressions.piping import pieces
from surveys.expressions.scope import Scope

__all__ = ["Expression", "Failed", "Scope", "TooMuch", "Unreadable", "parse", "pieces"]
