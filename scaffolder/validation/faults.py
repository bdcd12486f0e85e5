"""What the schema finds wrong with a value, before it is put into words.

Most faults are thrown away again: a branch of ``anyOf`` that is not the best one, an unchanged value of an
update. So a fault carries only what its wording needs, and the wording stands beside the rule that found it.

Source: ``kubeOpenAPIResultToFieldErrors`` in
``k8s.io/apiextensions-apiserver/pkg/apiserver/validation/validation.go``.
"""

from __future__ import annotations

from scaffolder.validation.field_errors import WHOLE_OBJECT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from scaffolder.diagnostics import Diagnostic, Path
    from scaffolder.validation.compiler import SchemaNode

    # Takes the name of the value as kube-openapi writes it, the path to it, the value and the rest of the
    # fault.
    Wording = Callable[..., Diagnostic]
    # The wording, the path, the value, and what else the wording takes.
    Fault = tuple[Wording, Path, Any, tuple[Any, ...]]


def field_of(name: str) -> str:
    """The field of a cause, from the name of a value: the whole object has none."""
    return WHOLE_OBJECT if name in ("", ".") else name.removeprefix(".")


def name_of(path: Path, root: SchemaNode) -> str:
    """A path as kube-openapi writes it: every key after a dot, whatever is in it.

    Only the properties of the root have no dot before them; its additional properties do.
    """
    if not path:
        return ""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".") if path[0] in root.properties else text


def diagnostics(faults: Iterable[Fault], root: SchemaNode) -> list[Diagnostic]:
    """The faults in words; what two rules (or branches of ``allOf``) say alike is said once."""
    found: dict[tuple[str, str], Diagnostic] = {}
    for wording, path, value, rest in faults:
        diagnostic = wording(name_of(path, root), path, value, *rest)
        found.setdefault((diagnostic.field, diagnostic.message), diagnostic)
    return list(found.values())
