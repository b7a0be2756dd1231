"""XLSForm in: `read` makes a form of a spreadsheet, or says of every row what is wrong with it."""

from surveys.importing.imported import Imported, NotFound
from surveys.importing.leaving import LeaveOut
from surveys.importing.problems import Problem
from surveys.importing.reading import read

__all__ = ["Imported", "LeaveOut", "NotFound", "Problem", "read"]
