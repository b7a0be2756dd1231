"""The sentences as they stand in the code: what the catalogues are measured against."""

import ast
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

HERE = Path(__file__).parent.parent
ROOMS = ("dialogue", "handlers", "bot", "models", "scheduler", "surveys")


def modules() -> Iterator[tuple[Path, ast.Module]]:
    """Every module of the program."""
    for room in ROOMS:
        for path in sorted((HERE / room).rglob("*.py")):
            yield path.relative_to(HERE), ast.parse(path.read_text("utf-8"))


def calls(tree: ast.AST, *names: str) -> Iterator[ast.Call]:
    """Every call of a function by one of these names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield node


def sentence(node: ast.AST) -> str | None:
    """The sentence of `_("…")`; None for anything else."""
    found = [call.args[0] for call in calls(node, "_")] if isinstance(node, ast.Call) else []
    return str(found[0].value) if len(found) == 1 and isinstance(found[0], ast.Constant) else None


def in_spanish() -> Catalog:
    """The Spanish catalogue as it lies in the folder."""
    return read_po(BytesIO((HERE / "locales/es/LC_MESSAGES/messages.po").read_bytes()), locale="es")
