"""How a library says what its functions take and give.

A library is a module of ``scaffolder.cel.libraries`` with a function ``declare() -> Library``. It is a
function so that running a compiled rule does not pay for it: compiled code imports implementations only.

    def declare() -> Library:
        return Library(
            Function("isURL", Overload("is_url_string", (STRING,), BOOL, is_url)),
            Function("getHost", Overload("url_get_host", (URL,), STRING, get_host, member=True)),
            types=(URL,),
            since=(1, 25),
        )
"""

from __future__ import annotations

from scaffolder.cel.types import PARAMETER_KIND

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from scaffolder.cel.types import Type

    KubernetesVersion = tuple[int, int]

# Rules exist since 1.23; what has no version of its own is as old as they are.
FIRST_VERSION = (1, 23)


class Overload:
    """One signature of a function.

    ``id`` is cel-go's: the cost estimate knows functions by it. ``parameters`` include the target of a
    member function, first. ``implementation`` is called with the evaluated arguments in that order; it is a
    function at the top level of a module, so that generated code can import it by name. It is ``None`` where
    code generation has a form of its own (``&&``, indexing, type conversions that are no-ops …).
    ``since`` is the first Kubernetes minor release with it, the library's own if not given.
    """

    __slots__ = ("id", "implementation", "member", "parameters", "result", "since", "type_parameters")

    def __init__(
        self,
        id: str,
        parameters: tuple[Type, ...],
        result: Type,
        implementation: Callable[..., Any] | None = None,
        *,
        member: bool = False,
        since: KubernetesVersion | None = None,
    ) -> None:
        self.id = id
        self.parameters = parameters
        self.result = result
        self.implementation = implementation
        self.member = member
        self.since = since
        self.type_parameters = _type_parameters((*parameters, result))

    def __repr__(self) -> str:
        return f"Overload({self.id!r})"


class Function:
    """A name with its overloads, in cel-go's order of declaration: messages and results depend on it.

    Several libraries may declare overloads of the same function (``+``, ``contains`` …); they are tried in
    the order in which the libraries were added.
    """

    __slots__ = ("name", "overloads")

    def __init__(self, name: str, *overloads: Overload) -> None:
        self.name = name
        self.overloads = overloads


class Message:
    """Something that can be written as ``name{field: value}``.

    ``implementation`` gets the fields that were written, ``{name: value}``.
    """

    __slots__ = ("fields", "implementation", "name", "result")

    def __init__(
        self,
        name: str,
        fields: Mapping[str, Type],
        result: Type,
        implementation: Callable[[dict[str, Any]], Any],
    ) -> None:
        self.name = name
        self.fields = fields
        self.result = result
        self.implementation = implementation


class Library:
    """Functions that arrived together, with the types (``net.IP``) and macros (``optMap``) they brought.

    ``types`` are usable in expressions under their ``name``; ``macros`` are keys of ``macros.MACROS``.
    """

    __slots__ = ("functions", "macros", "messages", "since", "types")

    def __init__(
        self,
        *functions: Function,
        types: tuple[Type, ...] = (),
        macros: tuple[str, ...] = (),
        messages: tuple[Message, ...] = (),
        since: KubernetesVersion = FIRST_VERSION,
    ) -> None:
        self.functions = functions
        self.types = types
        self.macros = macros
        self.messages = messages
        self.since = since


def _type_parameters(types: tuple[Type, ...]) -> tuple[Type, ...]:
    found: dict[Type, None] = {}
    pending = list(types)
    while pending:
        type_ = pending.pop()
        if type_.kind == PARAMETER_KIND:
            found[type_] = None
        pending.extend(type_.parameters)
    return tuple(found)
