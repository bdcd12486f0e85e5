"""What calling a function costs at most, and how large its result can be.

Kubernetes' own table comes first (apiserver/pkg/cel/library/cost.go, ``EstimateCallCost``), then those of
cel-go's libraries (ext/lists.go, ext/sets.go). ``cost.py`` knows the functions of the language itself.
"""

from __future__ import annotations

from math import ceil

from scaffolder.cel import operators
from scaffolder.cel.ast import INT, Literal
from scaffolder.cel.ranges import CREATE_LIST, INFINITE, MATCH_REGEX, ONE, TRAVERSE_STRING, UNKNOWN, Range
from scaffolder.cel.types import BYTES_KIND, STRING_KIND

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Protocol

    from scaffolder.cel.ast import Node
    from scaffolder.cel.types import Type

    class Operand(Protocol):
        """A target or an argument. ``element`` is one item of it if it is a list (a key if it is a map)."""

        type: Type
        node: Node | None

        def size(self) -> Range | None: ...
        def element(self) -> Operand | None: ...

    # the cost of the call without its arguments, and the size of the result where that is known
    CallEstimate = tuple[Range, Range | None]
    Estimator = Callable[["CallShape"], CallEstimate | None]

_MAX_FORMAT_SIZE = 64
_MAX_NAME_FORMAT_REGEX_SIZE = 128
# an IPv4 address has 4 bytes, an IPv6 address 16
_ADDRESS_SIZE = Range(4, 16)


class CallShape:
    """An overload and what it is applied to."""

    __slots__ = ("arguments", "overload_id", "target")

    def __init__(self, overload_id: str, target: Operand | None, arguments: Sequence[Operand]) -> None:
        self.overload_id = overload_id
        self.target = target
        self.arguments = arguments


def estimate_call(function: str, call: CallShape) -> CallEstimate | None:
    """``None`` for what has no entry here."""
    estimator = _BY_OVERLOAD.get(call.overload_id) or _BY_FUNCTION.get(function)
    return None if estimator is None else estimator(call)


def regex_cost(text: Range, pattern: Range) -> Range:
    """One is added so that an empty text does not make an expensive pattern free."""
    return (text + ONE).scaled(TRAVERSE_STRING) * pattern.scaled(MATCH_REGEX)


def _size(operand: Operand) -> Range:
    return operand.size() or UNKNOWN


def _constant(_: CallShape) -> CallEstimate:
    return ONE, None


def _scan_list(call: CallShape) -> CallEstimate | None:
    """``sum()``, ``max()`` …: one for each element, and the length of the elements if they are strings."""
    if call.target is None:
        return None
    element = call.target.element()
    if element is None:
        # a string, which has indexOf() and lastIndexOf() too
        return _size(call.target).scaled(TRAVERSE_STRING), None
    if element.type.kind in (STRING_KIND, BYTES_KIND):
        return _size(call.target) * (ONE + _size(element).scaled(TRAVERSE_STRING)), None
    return _size(call.target), None


def _includes(call: CallShape) -> CallEstimate | None:
    """As above, but the target may be dyn: then it is taken for a list."""
    if call.target is not None and call.target.element() is None:
        return _size(call.target), None
    return _scan_list(call)


def _traversal(operand: Operand, factor: float = 1) -> Range:
    return _size(operand).scaled(factor * TRAVERSE_STRING)


def _same_size(call: CallShape) -> CallEstimate | None:
    """A traversal of the target that gives a string at most as long."""
    return None if call.target is None else (_traversal(call.target), _size(call.target))


def _url(call: CallShape) -> CallEstimate | None:
    return (_traversal(call.arguments[0]), _size(call.arguments[0])) if len(call.arguments) == 1 else None


def _parse(call: CallShape) -> CallEstimate | None:
    return (_traversal(call.arguments[0]), None) if call.arguments else None


def _is_canonical(call: CallShape) -> CallEstimate | None:
    """Parsed, printed and compared."""
    return (_traversal(call.arguments[0], 2), None) if call.arguments else None


def _ip(call: CallShape) -> CallEstimate | None:
    # the address of a CIDR is just there
    return (ONE, None) if call.overload_id == "cidr_ip" else _parse(call)


def _contains_address(call: CallShape) -> CallEstimate | None:
    """Comparing two addresses byte by byte; the other one may have to be parsed."""
    if not call.arguments:
        return None
    cost = (_ADDRESS_SIZE + _ADDRESS_SIZE).scaled(TRAVERSE_STRING)
    if call.overload_id.startswith("cidr_contains_cidr"):
        cost = cost + _ADDRESS_SIZE.scaled(TRAVERSE_STRING) + ONE
    if call.overload_id.endswith("_string"):
        cost = cost + _traversal(call.arguments[0])
    return cost, None


def _replace(call: CallShape) -> CallEstimate | None:
    if call.target is None or len(call.arguments) < 2:
        return None
    size, old, new = _size(call.target), _size(call.arguments[0]), _size(call.arguments[1])
    most, kept_at_most = _replacements(size.high, old.low, pointless=new.high <= old.low)
    fewest, kept_at_least = _replacements(size.low, old.high, pointless=old.high <= new.low)
    result = Range(fewest, most) * new + Range(kept_at_least, kept_at_most)
    return size.scaled(2 * TRAVERSE_STRING), result


def _replacements(size: int, old: int, *, pointless: bool) -> tuple[int, int]:
    """How often something of size ``old`` is replaced, and how much of the text stays, at the extreme."""
    if old == 0:
        # an empty text is found around every character
        return min(size + 1, INFINITE), size
    if pointless:
        return 0, size
    return min(ceil(float(size) / float(old)), INFINITE), 0


def _split(call: CallShape) -> CallEstimate | None:
    if call.target is None:
        return None
    size = _size(call.target)
    parts = size.high
    if len(call.arguments) > 1:
        limit = call.arguments[1].node
        if isinstance(limit, Literal) and limit.kind == INT and isinstance(limit.value, int):
            # as in Go, -1 is the largest number there is
            parts = limit.value & INFINITE
    return size.scaled(2 * TRAVERSE_STRING), Range(0, parts)


def _join(call: CallShape) -> CallEstimate | None:
    if call.target is None:
        return None
    count = _size(call.target)
    element = call.target.element()
    size = Range(0) if element is None else count * _size(element)
    if call.arguments:
        separators = Range(max(count.low - 1, 0), max(count.high - 1, 0))
        size = size + _size(call.arguments[0]) * separators
    return size.scaled(TRAVERSE_STRING), size


def _find(call: CallShape) -> CallEstimate | None:
    if call.target is None or not call.arguments:
        return None
    size = _size(call.target)
    return regex_cost(size, _size(call.arguments[0])), Range(0, size.high)


def _validate(call: CallShape) -> CallEstimate | None:
    """A named format, whose regex is taken to be a long one."""
    if not call.arguments:
        return None
    return _traversal(call.arguments[0]).scaled(_MAX_NAME_FORMAT_REGEX_SIZE * MATCH_REGEX), None


def _equal(call: CallShape) -> CallEstimate | None:
    """Equality of values of Kubernetes' own types."""
    if len(call.arguments) != 2 or call.arguments[0].type != call.arguments[1].type:
        return None
    name = call.arguments[0].type.name
    if name in ("net.IP", "net.CIDR", "kubernetes.Quantity", "kubernetes.Semver"):
        return ONE, None
    if name == "kubernetes.NamedFormat":
        return Range(1, _MAX_FORMAT_SIZE).scaled(TRAVERSE_STRING), None
    if name == "kubernetes.URL":
        size = call.arguments[1].size() or ONE
        return Range(1, size.high).scaled(TRAVERSE_STRING), None
    return None


def _new_list(size: Range, factor: float = 1) -> CallEstimate:
    return size.scaled(factor) + ONE + Range(CREATE_LIST), size


def _natural(operand: Operand, otherwise: int) -> int:
    """The value of an integer literal, negative ones being 0."""
    node = operand.node
    if isinstance(node, Literal) and node.kind == INT and isinstance(node.value, int):
        return max(node.value, 0)
    return otherwise


def _slice(call: CallShape) -> CallEstimate | None:
    if call.target is None or len(call.arguments) != 2:
        return None
    start = _natural(call.arguments[0], 0)
    end = _natural(call.arguments[1], _size(call.target).high)
    return _new_list(Range((end - start) & INFINITE))


def _range(call: CallShape) -> CallEstimate | None:
    return _new_list(Range(_natural(call.arguments[0], INFINITE))) if len(call.arguments) == 1 else None


def _reverse(call: CallShape) -> CallEstimate | None:
    return None if call.target is None else _new_list(_size(call.target))


def _flatten(call: CallShape) -> CallEstimate | None:
    if call.target is None:
        return None
    depth = _natural(call.arguments[0], INFINITE) if call.arguments else 1
    return _new_list(_size(call.target), depth)


def _quadratic(factor: float, *, by_key: bool = False) -> Estimator:
    """Every element, or every sort key, compared with every other."""

    def estimate(call: CallShape) -> CallEstimate | None:
        compared = call.arguments[0] if by_key else call.target
        if compared is None:
            return None
        size = _size(compared)
        return _new_list(size * size, factor)

    return estimate


def _sets(factor: float) -> Estimator:
    def estimate(call: CallShape) -> CallEstimate | None:
        if len(call.arguments) != 2:
            return None
        return (_size(call.arguments[0]) * _size(call.arguments[1])).scaled(factor) + ONE, None

    return estimate


_CONSTANT = (
    *("masked", "prefixLength", "family", "isUnspecified", "isLoopback", "isLinkLocalMulticast"),
    *("isLinkLocalUnicast", "isGlobalUnicast", "format.named", "sign", "asInteger", "isInteger"),
    *("asApproximateFloat", "isGreaterThan", "isLessThan", "compareTo", "add", "sub", "major", "minor"),
    *("patch", "getScheme", "getHostname", "getHost", "getPort", "getEscapedPath", "getQuery"),
)
_BY_FUNCTION: dict[str, Estimator] = {
    **dict.fromkeys(_CONSTANT, _constant),
    **dict.fromkeys(("isSorted", "sum", "max", "min", "indexOf", "lastIndexOf"), _scan_list),
    **dict.fromkeys(("lowerAscii", "upperAscii", "substring", "trim"), _same_size),
    **dict.fromkeys(("cidr", "isIP", "isCIDR", "quantity", "isQuantity", "semver", "isSemver"), _parse),
    **dict.fromkeys(("find", "findAll"), _find),
    **dict.fromkeys(("containsIP", "containsCIDR"), _contains_address),
    "includes": _includes,
    "url": _url,
    "ip": _ip,
    "ip.isCanonical": _is_canonical,
    "replace": _replace,
    "split": _split,
    "join": _join,
    "validate": _validate,
    operators.EQUALS: _equal,
}

_SORT_FACTORS = {
    **dict.fromkeys(("int", "uint", "double", "bool"), 2.0),
    **dict.fromkeys(("google.protobuf.Duration", "google.protobuf.Timestamp"), 2.0),
    **dict.fromkeys(("string", "bytes"), 2 + TRAVERSE_STRING),
}
_BY_OVERLOAD: dict[str, Estimator] = {
    "list_slice": _slice,
    "list_flatten": _flatten,
    "list_flatten_int": _flatten,
    "lists_range": _range,
    "list_reverse": _reverse,
    "list_distinct": _quadratic(2),
    **{f"list_{name}_sort": _quadratic(factor) for name, factor in _SORT_FACTORS.items()},
    **{
        f"list_{name}_sortByAssociatedKeys": _quadratic(factor, by_key=True)
        for name, factor in _SORT_FACTORS.items()
    },
    "list_sets_contains_list": _sets(1),
    "list_sets_intersects_list": _sets(1),
    "list_sets_equivalent_list": _sets(2),
}
