"""What a campaign measured: a line for each fault in the file that LAZOS_FIGURES names, which `make faults` shows."""

import json
import os
from pathlib import Path

from sqlalchemy import make_url

FILE = os.environ.get("LAZOS_FIGURES", "")


def measured(fault: str, database: str, **figures: object) -> None:
    """Keep what was measured on a database (its address), where somebody wants to know it."""
    if FILE:
        told = {"fault": fault, "database": make_url(database).get_backend_name()} | figures
        with Path(FILE).open("a") as file:
            file.write(json.dumps(told, ensure_ascii=False) + "\n")
