"""``minimum``, ``maximum``, ``multipleOf``, and the range of ``format: int32`` and its like.

The bounds of a CRD are floats; against a whole number they are truncated to int64 first, so ``minimum: 0.1``
allows 0. Source: ``numberValidator`` in ``k8s.io/kube-openapi/pkg/validation/validate/validator.go``, and
``values.go`` beside it.
"""

from __future__ import annotations

from scaffolder.validation.faults import field_of
from scaffolder.validation.field_errors import WHOLE_OBJECT, invalid
from scaffolder.validation.rules.value_types import enforced_format, is_json_integer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from scaffolder.diagnostics import Diagnostic, Path
    from scaffolder.validation.compiler import Compiled, SchemaNode
    from scaffolder.validation.faults import Fault
    from scaffolder.validation.ratcheting import Correlation

    Compare = Callable[[float, float], bool]

_MIN_INT64 = -(2**63)
_INT64 = "integer (default format)"
_LIMITS = {"int32": (-(2**31), 2**31 - 1), "uint32": (0, 2**32 - 1), "uint64": (0, 2**64 - 1)}
_INT64_LIMITS = (_MIN_INT64, 2**63 - 1)
# Up to here every whole number is a float of its own.
_MAX_SAFE = 2.0**53
# Half a unit in the last place above the largest float32. Go parses the shortest text of it, which is less
# and rounds down.
_FLOAT32_OVERFLOW = (2 - 2**-24) * 2.0**127


def _out_of_bounds(name: str, path: Path, value: float, phrase: str, bound: float) -> Diagnostic:
    from scaffolder.validation import go_text

    detail = f"{name} in body should be {phrase} {go_text.number(bound)}"
    return invalid(field_of(name), value, detail, path)


def _out_of_range(name: str, path: Path, _value: float, what: str, type_text: str) -> Diagnostic:
    return invalid(WHOLE_OBJECT, "", f"{what} value must be of type {type_text} in {name}", path)


def _no_multiple(name: str, path: Path, value: float, factor: float) -> Diagnostic:
    from scaffolder.validation import go_text

    detail = f"{name} in body should be a multiple of {go_text.number(factor)}"
    return invalid(field_of(name), value, detail, path)


def _not_positive(name: str, path: Path, _value: float, factor: float) -> Diagnostic:
    from scaffolder.validation import go_text

    detail = f"factor MultipleOf declared for {name} must be positive: {go_text.number(factor)}"
    return invalid(field_of(name), factor, detail, path)


def to_int64(value: float) -> int:
    """``int64(value)`` of Go on amd64, where whatever does not fit becomes the smallest of all."""
    if value != value or not -(2.0**63) <= value < 2.0**63:
        return _MIN_INT64
    return int(value)


def compile(node: SchemaNode, kind: type) -> Compiled:
    if kind is not int and kind is not float:
        return 0, None
    in_range, type_text = _range(node)
    bounds = [*_bounds(node, in_range, kind)]
    factor = node.schema.number("multipleOf")
    if factor is None and not bounds and (in_range is None or (kind is int and type_text == _INT64)):
        return 2, None

    def check(value: float, path: Path, faults: list[Fault], _old: Correlation | None) -> int:
        if in_range is not None and not in_range(value):
            faults.append((_out_of_range, path, value, ("Checked", type_text)))
        if factor is not None:
            _check_multiple(value, factor, path, faults, in_range, type_text)
        for what, fits, bound, beyond, phrase in bounds:
            if not fits:
                faults.append((_out_of_range, path, value, (f"{what} boundary", type_text)))
            # A whole number is compared with a whole bound; everything else as floats.
            compared = value if type(bound) is int else float(value)
            if beyond(compared, bound):
                faults.append((_out_of_bounds, path, compared, (phrase, bound)))
        return 0

    return 2, check


def _range(node: SchemaNode) -> tuple[Callable[[float], bool] | None, str]:
    """What numbers fit the type and format, and what these are called; everything fits a plain number."""
    kind = node.types[0] if len(node.types) == 1 else ""
    if kind == "integer":
        known = enforced_format(node)
        low, high = _LIMITS.get(known, _INT64_LIMITS)

        def fits(value: float) -> bool:
            if type(value) is int or (value.is_integer() and abs(value) < _MAX_SAFE):
                return low <= value <= high
            from scaffolder.validation import go_text

            # Go parses the shortest decimal text, which for large floats is not their exact value.
            text = go_text.plain_float(value)
            return "." not in text and low <= int(text) <= high

        return fits, f"integer with format {known}" if known else _INT64
    if kind == "number" and enforced_format(node) in ("float", "float32"):
        return lambda value: abs(value) <= _FLOAT32_OVERFLOW, f"number with format {node.schema.format}"
    return None, ""


def _bounds(
    node: SchemaNode, in_range: Callable[[float], bool] | None, kind: type
) -> list[tuple[str, bool, float, Compare, str]]:
    """For each bound: its name, whether it fits the type, what values of ``kind`` are compared with, and how.

    The last is a function (is the value beyond the bound?) and the words for it.
    """
    found: list[tuple[str, bool, float, Compare, str]] = []
    for keyword, what, beyond, at_or_beyond, phrase in (
        ("minimum", "Minimum", _below, _at_or_below, "greater than"),
        ("maximum", "Maximum", _above, _at_or_above, "less than"),
    ):
        bound = node.schema.number(keyword)
        if bound is None:
            continue
        fits = in_range is None or in_range(bound)
        compared = to_int64(bound) if kind is int and fits else bound
        if node.schema.raw.get(f"exclusive{what}") is True:
            found.append((what, fits, compared, at_or_beyond, phrase))
        else:
            found.append((what, fits, compared, beyond, f"{phrase} or equal to"))
    return found


def _below(value: float, bound: float) -> bool:
    return value < bound


def _at_or_below(value: float, bound: float) -> bool:
    return value <= bound


def _above(value: float, bound: float) -> bool:
    return value > bound


def _at_or_above(value: float, bound: float) -> bool:
    return value >= bound


def _check_multiple(
    value: float,
    factor: float,
    path: Path,
    faults: list[Fault],
    in_range: Callable[[float], bool] | None,
    type_text: str,
) -> None:
    fits = in_range is None or in_range(factor)
    if not fits:
        faults.append((_out_of_range, path, value, ("MultipleOf", type_text)))
    if type(value) is int and fits:
        whole = to_int64(factor)
        if whole <= 0:
            faults.append((_not_positive, path, value, (whole,)))
        elif value % whole:
            faults.append((_no_multiple, path, value, (whole,)))
        return
    number = float(value)
    if factor <= 0:
        faults.append((_not_positive, path, number, (factor,)))
    elif not is_json_integer(1 / factor * number if factor < 1 else number / factor):
        faults.append((_no_multiple, path, number, (factor,)))
