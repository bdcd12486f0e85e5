"""What an expression may refer to: variables, functions, types and macros."""

from __future__ import annotations

from functools import cache

from scaffolder.cel.types import DYN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scaffolder.cel.macros import Expander
    from scaffolder.cel.overloads import KubernetesVersion, Message, Overload
    from scaffolder.cel.types import Type

DEFAULT_VERSION = (1, 36)
_OPTIONAL_SYNTAX = (1, 28)


class Vocabulary:
    """All that the libraries of one Kubernetes release give, whatever the variables are.

    ``optional_syntax``: whether ``a.?b``, ``a[?b]``, ``[?a]`` and ``{?a: b}`` may be written.
    """

    __slots__ = ("functions", "macros", "messages", "optional_syntax", "types")

    def __init__(self, *, optional_syntax: bool) -> None:
        self.optional_syntax = optional_syntax
        self.functions: dict[str, Sequence[Overload]] = {}
        self.macros: dict[tuple[str, int], Expander] = {}
        self.messages: dict[str, Message] = {}
        self.types: dict[str, Type] = {}


class Environment:
    """The variables of an expression with their declared types, and the vocabulary it is written in.

    The declared types carry what the cost estimate knows of sizes (``Type.max_elements``); ``root`` is the
    one that it follows paths from, the first variable's if not given. ``version`` is the oldest Kubernetes
    release that is to understand the expression.
    """

    __slots__ = ("root", "variables", "vocabulary")

    def __init__(
        self,
        variables: Mapping[str, Type],
        version: KubernetesVersion = DEFAULT_VERSION,
        *,
        root: Type | None = None,
    ) -> None:
        self.variables = variables
        self.vocabulary = vocabulary(version)
        self.root = next(iter(variables.values()), DYN) if root is None else root


@cache
def vocabulary(version: KubernetesVersion) -> Vocabulary:
    """Reads the declarations of every library. The standard library comes first, as in cel-go."""
    from scaffolder.cel import libraries
    from scaffolder.cel.macros import MACROS
    from scaffolder.discovery import declared

    result = Vocabulary(optional_syntax=version >= _OPTIONAL_SYNTAX)
    by_name = declared(libraries, "declare")
    for name in sorted(by_name, key=lambda name: (name != "standard", name)):
        library = by_name[name]()
        if library.since > version:
            continue
        for function in library.functions:
            known = result.functions.get(function.name, ())
            new = [o for o in function.overloads if o.since is None or o.since <= version]
            if new:
                result.functions[function.name] = (*known, *new)
        for type_ in library.types:
            result.types[type_.name] = type_
        for message in library.messages:
            result.messages[message.name] = message
        for group in library.macros:
            result.macros.update(MACROS[group])
    return result
