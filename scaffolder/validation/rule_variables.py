"""``self`` and ``oldSelf`` where they are not simply raw data of the types that the schema says.

Sources: ``validationActivationWithOldSelf`` in
``k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel/validation.go``, ``applyQualifiers`` in cel-go's
interpreter/attributes.go.
"""

from __future__ import annotations

from scaffolder.cel.runtime.errors import CelError
from scaffolder.cel.runtime.shapes import ScalarShape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from scaffolder.cel.program import Program
    from scaffolder.cel.runtime.shapes import Shape
    from scaffolder.validation.ruled_schema import RuledNode

    # Takes self and, where the program does, oldSelf; gives the value and the cost.
    Evaluate = Callable[..., tuple[Any, int]]

_OLD = "oldSelf"


class Variables:
    """Objects that are not ``conforming`` have values of other types than the schema says."""

    __slots__ = ("_checked", "conforming")

    def __init__(self, *, conforming: bool) -> None:
        self.conforming = conforming
        self._checked: dict[Program, Program] = {}

    def checked(self, program: Program, node: RuledNode, *, raw_old: bool) -> Evaluate:
        """The way to evaluate that notices where a type is wrong. ``raw_old``: oldSelf is raw data."""
        known = self._checked.get(program)
        if known is None:
            shape = self._shape(node)
            shapes: dict[str, Shape | None] = {"self": shape, _OLD: shape} if raw_old else {"self": shape}
            known = self._checked[program] = program.reshaped(shapes)
        return known.evaluate_carefully

    def optional(self, node: RuledNode, old: Any) -> Any:
        """oldSelf as an optional has lost its schema: an object is a native map, a set a native list."""
        from scaffolder.cel.runtime.values import NONE, Optional
        from scaffolder.cel.runtime.views import ListView, MapView, Preserved

        if old is None:
            return NONE
        try:
            viewed = self._shape(node).view(old)
        except CelError as error:
            return Optional(CelError(f"unsupported conversion to ref.Val: (*errors.errorString){error}"))
        return Optional(viewed.raw if isinstance(viewed, ListView | MapView | Preserved) else viewed)

    def unexpected(self, program: Program, node: RuledNode, old: Any) -> tuple[Evaluate, Any]:
        """For a message that was compiled for another oldSelf than it gets, or that gets none: what evaluates
        it, and the value.
        """
        shape = self._shape(node)
        if old is not None:
            return program.reshaped({"self": shape}).evaluate_carefully, shape.view(old)
        shapes = {"self": shape, _OLD: ScalarShape(_unreadable)}
        return program.reshaped(shapes).evaluate_carefully, False

    def _shape(self, node: RuledNode) -> Shape:
        if self.conforming:
            return node.shape
        from scaffolder.validation.cel_shapes import cel_shape

        return cel_shape(node.schema, resource_root=node.resource_root, checked=True)


def _unreadable(_raw: Any) -> Any:
    raise CelError(f"no such attribute(s): {_OLD}")
