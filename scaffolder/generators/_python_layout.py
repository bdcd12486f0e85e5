"""Python expressions as source code in the layout of ``ruff format`` and ``black``."""

from __future__ import annotations

import ast
import re
from itertools import chain

_INDENT = "    "


def string(value: str) -> str:
    """A literal in double quotes, or in single ones where that saves backslashes."""
    source = repr(value)
    body = re.sub(r"\\(.)", lambda m: m[1] if m[1] == source[0] else m[0], source[1:-1])
    quote = "'" if value.count('"') > value.count("'") else '"'
    return quote + body.replace(quote, f"\\{quote}") + quote


def flat(node: ast.expr) -> str:
    """The expression in one line."""
    match node:
        case ast.Constant(str() as value):
            return string(value)
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return f"{flat(left)} | {flat(right)}"
        case ast.Dict(keys=keys, values=values):
            items = (
                f"{flat(key)}: {flat(value)}"
                for key, value in zip(keys, values, strict=True)
                if key is not None
            )
            return f"{{{', '.join(items)}}}"
        case ast.keyword(arg=name, value=value):
            return f"{name}={flat(value)}"
        case ast.Attribute(value=value, attr=name):
            return f"{flat(value)}.{name}"
    brackets = _brackets(node)
    if brackets is None:
        return ast.unparse(node)
    opening, parts, closing = brackets
    return f"{opening}{', '.join(flat(part) for part in parts)}{closing}"


def annotated_assignment(name: str, annotation: ast.expr, value: ast.expr | None, width: int) -> list[str]:
    """``name: annotation = value`` in a class body, over as many lines as ``width`` asks for."""
    ending = "" if value is None else f" = {flat(value)}"
    line = f"{_INDENT}{name}: {flat(annotation)}{ending}"
    if len(line) <= width:
        return [line]
    if value is not None and (_brackets(value) or isinstance(value, ast.Dict)):
        return _split(value, f"{_INDENT}{name}: {flat(annotation)} = ", "", 1, width)
    head = f"{_INDENT}{name}: {flat(annotation)} = ("
    if value is not None and len(head) <= width:
        return [head, f"{_INDENT * 2}{flat(value)}", f"{_INDENT})"]
    if isinstance(annotation, ast.BinOp):
        inner = _split(annotation, _INDENT * 2, "", 2, width)
        return [f"{_INDENT}{name}: (", *inner, f"{_INDENT}){ending}"]
    return _split(annotation, f"{_INDENT}{name}: ", ending, 1, width)


def class_statement(name: str, base: str, width: int) -> str:
    line = f"class {name}({base}):"
    return line if len(line) <= width else f"class {name}(\n{_INDENT}{base}\n):"


def _brackets(node: ast.expr) -> tuple[str, list[ast.expr], str] | None:
    """What stands before, in and behind the brackets of a node that has some."""
    match node:
        case ast.Subscript(value=value, slice=ast.Tuple(elts=parts)):
            return f"{flat(value)}[", parts, "]"
        case ast.Subscript(value=value, slice=part):
            return f"{flat(value)}[", [part], "]"
        case ast.List(elts=parts):
            return "[", parts, "]"
        case ast.Call(func=function, args=parts, keywords=keywords):
            return f"{flat(function)}(", [*parts, *keywords], ")"  # type: ignore[list-item]
    return None


def _split(node: ast.expr, before: str, after: str, level: int, width: int) -> list[str]:
    """The node between ``before``, which holds the indentation of that many levels, and ``after``."""
    line = f"{before}{flat(node)}{after}"
    if len(line) <= width:
        return [line]
    if isinstance(node, ast.BinOp):
        first = _split(node.left, before, "", level, width)
        return [*first, *_split(node.right, f"{_INDENT * level}| ", after, level, width)]
    if isinstance(node, ast.Dict):
        below = [
            _split(value, f"{_INDENT * (level + 1)}{flat(key)}: ", ",", level + 1, width)
            for key, value in zip(node.keys, node.values, strict=True)
            if key
        ]
        return [f"{before}{{", *chain.from_iterable(below), f"{_INDENT * level}}}{after}"]
    brackets = _brackets(node)
    if brackets is None or not brackets[1]:
        return [line]
    opening, parts, closing = brackets
    inner = f"{_INDENT * (level + 1)}{', '.join(flat(part) for part in parts)}"
    if len(inner) <= width and not isinstance(node, ast.List):
        return [f"{before}{opening}", inner, f"{_INDENT * level}{closing}{after}"]
    comma = "" if isinstance(node, ast.Subscript) and len(parts) == 1 else ","
    below = [_split(part, _INDENT * (level + 1), comma, level + 1, width) for part in parts]
    return [
        f"{before}{opening}",
        *chain.from_iterable(below),
        f"{_INDENT * level}{closing}{after}",
    ]
