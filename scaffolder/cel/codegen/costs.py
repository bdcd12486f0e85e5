"""Which cost a call has: a number, or the expression that computes it (``runtime/costs.py``).

Decided by the function first, then by the overload, as the server's tracker does: cel-go's trackers of
single overloads, ``CallCost`` of apiserver/pkg/cel/library/cost.go, ``costCall`` of cel-go's
interpreter/runtimecost.go.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from scaffolder.cel.codegen.writer import Code, Writer

# name of the cost function → which arguments it takes; -1 is the result
_ByArguments = tuple[str, tuple[int, ...]]

_OVERLOADS: dict[str, _ByArguments] = {
    "list_slice": ("size_of_result", (-1,)),
    "lists_range": ("size_of_result", (-1,)),
    "list_reverse": ("size_of_result", (-1,)),
    "list_flatten": ("flattened", (0,)),
    "list_flatten_int": ("flattened", (0, 1)),
    "list_distinct": ("self_comparison", (0,)),
    "list_sets_contains_list": ("product", (0, 1)),
    "list_sets_intersects_list": ("product", (0, 1)),
    "list_sets_equivalent_list": ("double_product", (0, 1)),
    "starts_with_string": ("traversal", (0,)),
    "ends_with_string": ("traversal", (0,)),
    "string_to_bytes": ("traversal", (0,)),
    "bytes_to_string": ("traversal", (0,)),
    "strings_quote": ("traversal", (0,)),
    "string_format": ("traversal", (0,)),
    "in_list": ("size_of", (1,)),
    "equals": ("equality", (0, 1)),
    "not_equals": ("shorter", (0, 1)),
    "add_string": ("both", (0, 1)),
    "add_bytes": ("both", (0, 1)),
    "matches_string": ("matching", (0, 1)),
    "contains_string": ("containing", (0, 1)),
    **{
        f"{relation}_{kind}": ("shorter", (0, 1))
        for relation in ("less", "less_equals", "greater", "greater_equals")
        for kind in ("string", "bytes")
    },
    **{
        f"list_{kind}_sort": ("self_comparison", (0,))
        for kind in (
            "int",
            "uint",
            "double",
            "bool",
            "google.protobuf.Duration",
            "google.protobuf.Timestamp",
            "string",
            "bytes",
        )
    },
}

_FUNCTIONS: dict[str, _ByArguments] = {
    **dict.fromkeys(("isSorted", "sum", "max", "min", "indexOf", "lastIndexOf"), ("deep_traversal", (0,))),
    **dict.fromkeys(("url", "lowerAscii", "upperAscii", "substring", "trim"), ("traversal", (0,))),
    "replace": ("double_traversal", (0,)),
    "split": ("double_traversal", (0,)),
    "join": ("double_traversal", (-1,)),
    "find": ("matching", (0, 1)),
    "findAll": ("matching", (0, 1)),
    **dict.fromkeys(("cidr", "isIP", "isCIDR", "quantity", "isQuantity"), ("traversal", (0,))),
    "semver": ("traversal", (0,)),
    "isSemver": ("traversal", (0,)),
    "ip": ("traversal", (0,)),
    "ip.isCanonical": ("double_traversal", (0,)),
    "containsIP": ("contains_ip", (0, 1)),
    "containsCIDR": ("contains_cidr", (0, 1)),
    "validate": ("format_validation", (0, 1)),
}


def charge_call(
    writer: Writer, function: str, overload: str, arguments: Sequence[Code], result: Code | None
) -> None:
    """Charges what calling ``overload`` (``""`` if only running it will tell which) of ``function`` costs."""
    rule = _OVERLOADS.get(overload) if overload in _TRACKED else None
    if rule is None and overload != "cidr_ip":
        rule = _FUNCTIONS.get(function) or _OVERLOADS.get(overload)
    if rule is None:
        writer.charge(1)
        return
    name, positions = rule
    operands = [result if position < 0 else arguments[position] for position in positions]
    given = ", ".join(operand.text for operand in operands if operand is not None)
    bound = _bound(name, [operand for operand in operands if operand is not None])
    if bound == 1 and name in ("equality", "shorter") and all(_is_scalar(operand) for operand in operands):
        writer.charge(1)
        return
    sizes = [_size(operand) for operand in operands]
    if name in ("equality", "shorter") and None not in sizes and bound != 0:
        writer.charge_exactly(_tenth(writer, f"min({', '.join(map(str, sizes))})"), bound)
    elif name == "traversal" and sizes[0] is not None:
        writer.charge_exactly(_tenth(writer, str(sizes[0])), bound)
    elif bound != 0:
        writer.charge_exactly(f"{writer.runtime('costs', name)}({given})", bound)


def needs_arguments(function: str, overload: str) -> bool:
    """Whether the cost looks at arguments or result, which must then have names."""
    if overload == "cidr_ip":
        return False
    return overload in _OVERLOADS or function in _FUNCTIONS


# Overloads with a tracker of their own, which goes before the function's.
_TRACKED = frozenset(
    name
    for name in _OVERLOADS
    if name.startswith(("list_slice", "lists_range", "list_reverse", "list_flatten"))
) | frozenset(
    name for name in _OVERLOADS if name.startswith(("list_distinct", "list_sets")) or name.endswith("_sort")
)

_SCALAR_KINDS = frozenset(("bool", "int", "uint", "double", "timestamp", "duration", "null", "type"))


def _is_scalar(operand: Code | None) -> bool:
    return operand is not None and operand.kind in _SCALAR_KINDS


_SIZED_KINDS = frozenset(("string", "bytes", "list", "map"))


def _size(operand: Code | None) -> str | None:
    """The size of an operand as an expression, if its type says that it has one."""
    if operand is None or operand.kind not in _SIZED_KINDS:
        return None
    return f"len({operand.text})" if operand.size is None else str(operand.size)


def _tenth(writer: Writer, size: str) -> str:
    """What going through a string of that size costs."""
    return f"{writer.refer('math', 'ceil')}({size} * 0.1)"


def _bound(name: str, operands: Sequence[Code]) -> int | None:
    """The highest possible cost where one short constant decides: ``self.type == "A"``."""
    if name not in ("equality", "shorter"):
        return None
    sizes = [1 if _is_scalar(operand) else operand.size for operand in operands]
    known = [size for size in sizes if size is not None]
    if not known:
        return None
    from math import ceil

    return ceil(min(known) * 0.1)
