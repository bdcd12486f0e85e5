"""The warning that comes with every answer in a deprecated version.

Sources: ``defaultDeprecationWarning`` in
``k8s.io/apiextensions-apiserver/pkg/apiserver/customresource_handler.go``,
``k8s.io/apimachinery/pkg/version/helpers.go``.
"""

from __future__ import annotations

from scaffolder.diagnostics import WARNING, Diagnostic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from scaffolder.validation.registry import Resource, ResourceVersion

    # Whether it is a version of Kubernetes, how stable (2 is GA), major and minor number, and the name.
    Rank = tuple[bool, int, int, int, str]


def deprecation_warning(resource: Resource, version: ResourceVersion) -> Diagnostic:
    """For a version that is deprecated."""
    message = version.raw.get("deprecationWarning")
    if not isinstance(message, str):
        message = _default_message(resource, version)
    return Diagnostic("apiVersion", WARNING, message, ("apiVersion",))


def _default_message(resource: Resource, version: ResourceVersion) -> str:
    message = f"{resource.group}/{version.name} {resource.kind} is deprecated"
    better = [
        other.name
        for other in resource.versions.values()
        if other.served and not other.deprecated and _is_newer(other.name, version.name)
    ]
    if not better:
        return message
    best = better[0]
    for name in better:
        if _is_newer(name, best):
            best = name
    return f"{message}; use {resource.group}/{best} {resource.kind}"


def _is_newer(name: str, than: str) -> bool:
    """``CompareKubeAwareVersionStrings``: v2 before v1 before v1beta1, then other names by the alphabet."""
    left, right = _rank(name), _rank(than)
    if left[:-1] == right[:-1]:
        return left[-1] < right[-1]
    return left > right


def _rank(name: str) -> Rank:
    rest = name.removeprefix("v")
    stability = 2
    for word, rank in (("alpha", 0), ("beta", 1)):
        if word in rest:
            rest, _, minor = rest.partition(word)
            stability = rank
            break
    else:
        minor = "0"
    if not name.startswith("v") or not _is_number(rest) or not _is_number(minor):
        return False, 0, 0, 0, name
    return True, stability, int(rest), int(minor), ""


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19
