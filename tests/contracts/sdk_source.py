"""What the installed Stripe SDK says about itself: the operations it knows and the types it names.

The SDK hides most imports behind TYPE_CHECKING, so names are looked up in each module's source.
"""

import ast
import importlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import stripe

ROOT = Path(stripe.__file__).parent


@dataclass(frozen=True)
class Operation:
    method: str
    pattern: re.Pattern[str]
    params: str | None
    returns: str
    home: ModuleType


class Names(Mapping[str, Any]):
    """The names an annotation in `home` may use, imports for type checkers included."""

    def __init__(self, home: ModuleType) -> None:
        self.home = home

    def __getitem__(self, name: str) -> Any:
        if hasattr(self.home, name):
            return getattr(self.home, name)
        module, attribute = hidden_imports(self.home)[name]
        return getattr(importlib.import_module(module), attribute)

    def __iter__(self) -> Iterator[str]:
        return iter(vars(self.home))

    def __len__(self) -> int:
        return len(vars(self.home))


@cache
def hidden_imports(home: ModuleType) -> dict[str, tuple[str, str]]:
    tree = parsed(Path(str(home.__file__)))
    froms = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module)
    return {a.asname or a.name: (str(node.module), a.name) for node in froms for a in node.names}


@cache
def evaluated(annotation: str, home: ModuleType) -> Any:
    return eval(annotation, {}, Names(home))  # the SDK's own annotations, nobody else's text


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


@cache
def service_texts() -> dict[Path, str]:
    return {path: path.read_text() for path in ROOT.rglob("_*_service.py")}


def operation(method: str, path: str) -> Operation | None:
    """The SDK's operation for a request line, literal paths before those with placeholders."""
    known = (
        o for o in operations_near(stem(path)) if o.method == method.lower() and o.pattern.fullmatch(path)
    )
    return min(known, key=lambda found: found.pattern.pattern.count("[^/]+"), default=None)


def stem(path: str) -> str:
    parts = path.strip("/").split("/")
    return "/" + "/".join(parts[:3] if parts[0] == "v2" else parts[:2])


@cache
def operations_near(prefix: str) -> tuple[Operation, ...]:
    files = [path for path, text in service_texts().items() if f'"{prefix}' in text]
    return tuple(found for path in files for found in operations_in(path))


@cache
def operations_in(path: Path) -> tuple[Operation, ...]:
    name = ".".join(["stripe", *path.relative_to(ROOT).with_suffix("").parts])
    home = importlib.import_module(name)
    functions = (node for node in ast.walk(parsed(path)) if isinstance(node, ast.FunctionDef))
    return tuple(found for function in functions for found in requests_in(function, home))


def requests_in(function: ast.FunctionDef, home: ModuleType) -> Iterator[Operation]:
    calls = (node for node in ast.walk(function) if isinstance(node, ast.Call))
    for call in calls:
        if isinstance(call.func, ast.Attribute) and call.func.attr == "_request":
            method, template = literal(call.args[0]), literal(call.args[1])
            pattern = re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(template)))
            yield Operation(
                method, pattern, params_of(function), ast.unparse(required(function.returns)), home
            )


def literal(node: ast.expr) -> str:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        node = node.func.value
    assert isinstance(node, ast.Constant)
    return str(node.value)


def params_of(function: ast.FunctionDef) -> str | None:
    found = [a.annotation for a in function.args.args if a.arg == "params" and a.annotation]
    return ast.unparse(found[0]) if found else None


def required(node: ast.expr | None) -> ast.expr:
    assert node is not None
    return node
