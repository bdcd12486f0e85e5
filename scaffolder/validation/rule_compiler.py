"""From the text of a rule, or of its message, to its program.

Source: ``compileRule`` in ``k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel/compilation.go``.
"""

from __future__ import annotations

from scaffolder.cel import expression as cel
from scaffolder.cel.environment import Environment
from scaffolder.cel.source import CompileError
from scaffolder.cel.types import BOOL_KIND, STRING_KIND, optional_of
from scaffolder.validation import rule_reuse
from scaffolder.validation.cel_types import cel_type

TYPE_CHECKING = False
if TYPE_CHECKING:
    from scaffolder.cel.expression import Expression
    from scaffolder.cel.program import Program
    from scaffolder.validation.ruled_schema import RuledNode


def compiled(
    node: RuledNode, text: str, *, optional_old: bool, is_message: bool
) -> tuple[Program, bool, dict[str, bytes]]:
    """The program, whether its expression uses oldSelf, and what takes up its code (see ``Program``).

    Raises ``source.CompileError``.
    """
    key = (text, node.resource_root, optional_old, is_message)
    # A resource has a metadata of its own, whatever its schema says of it.
    usual = node.typed is node.schema
    known = rule_reuse.find(key, node.schema) if usual else None
    if known is not None:
        return known
    expression = checked(node, text, optional_old=optional_old)
    if expression.type.kind != (STRING_KIND if is_message else BOOL_KIND):
        raise CompileError(f"cel expression must evaluate to a {'string' if is_message else 'bool'}", ())
    uses_old_self = expression.refers_to("oldSelf")
    code: dict[str, bytes] = {}
    shapes = node.shapes(with_old=uses_old_self or is_message, optional_old=optional_old)
    new = cel.compile(expression, shapes, code), uses_old_self, code
    if usual:
        rule_reuse.keep(key, node.schema, new)
    return new


def checked(node: RuledNode, text: str, *, optional_old: bool) -> Expression:
    """Raises ``source.CompileError``."""
    typed = node.typed
    own = None if typed is None else cel_type(typed, "selfType", resource_root=node.resource_root)
    if own is None:
        raise CompileError("failed to convert to declType for CEL validation rules", ())
    return cel.check(text, Environment({"self": own, "oldSelf": optional_of(own) if optional_old else own}))
