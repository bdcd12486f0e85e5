"""Which types go together, and what that says about type parameters.

https://github.com/google/cel-go/blob/master/checker/types.go
"""

from __future__ import annotations

from scaffolder.cel.types import (
    DURATION_KIND,
    DYN,
    DYN_KIND,
    ERROR_KIND,
    LIST_KIND,
    MAP_KIND,
    MESSAGE_KIND,
    NULL_KIND,
    OBJECT_KIND,
    OPAQUE_KIND,
    PARAMETER_KIND,
    TIMESTAMP_KIND,
    TYPE_KIND,
    Type,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_NULLABLE = frozenset({OPAQUE_KIND, OBJECT_KIND, MESSAGE_KIND, DURATION_KIND, TIMESTAMP_KIND})
_COMPOUND = frozenset({OPAQUE_KIND, LIST_KIND, MAP_KIND})


# ``list.map(x, {x: x})`` doubles a type, and may be followed by itself. Nothing that anyone means is larger.
_MAX_SIZE = 1000


def bounded(type_: Type) -> Type:
    """The type, or dyn if it is absurdly large: an expression must not keep the checker busy for ever."""
    return type_ if type_.size <= _MAX_SIZE else DYN


class Substitutions:
    """What is known about type parameters so far. An attempt that fails leaves no trace."""

    __slots__ = ("_found", "_trail")

    def __init__(self) -> None:
        self._found: dict[str, Type] = {}
        self._trail: list[tuple[str, Type | None]] = []

    def assignable(self, given: Type, wanted: Type) -> bool:
        """Whether a value of one type may stand where the other is wanted; remembers what follows from it."""
        return self.all_assignable((given,), (wanted,))

    def all_assignable(self, given: Sequence[Type], wanted: Sequence[Type]) -> bool:
        self._trail.clear()
        if self._lists(given, wanted):
            return True
        for name, before in reversed(self._trail):
            if before is None:
                del self._found[name]
            else:
                self._found[name] = before
        return False

    def apply(self, type_: Type, *, free_to_dyn: bool = False) -> Type:
        """The type with its parameters replaced by what is known; unknown ones become dyn if asked for."""
        if not type_.open:
            return type_
        if type_.kind == PARAMETER_KIND:
            found = self._found.get(type_.name)
            if found is None:
                return DYN if free_to_dyn else type_
            # remembered, so that a chain of parameters is followed once
            self._found[type_.name] = known = self.apply(found)
            return self.apply(known, free_to_dyn=True) if free_to_dyn else known
        return _rebuilt(type_, tuple(self.apply(part, free_to_dyn=free_to_dyn) for part in type_.parameters))

    def _lists(self, given: Sequence[Type], wanted: Sequence[Type]) -> bool:
        return len(given) == len(wanted) and all(map(self._assignable, given, wanted))

    def _assignable(self, given: Type, wanted: Type) -> bool:
        if wanted.kind == PARAMETER_KIND:
            valid, known = self._substitutable(given, wanted)
            if valid:
                return True
            if known:
                return False
        if given.kind == PARAMETER_KIND:
            return self._substitutable(wanted, given)[0]
        if given.kind in (DYN_KIND, ERROR_KIND) or wanted.kind in (DYN_KIND, ERROR_KIND):
            return True
        if given.kind == NULL_KIND or wanted.kind == NULL_KIND:
            other = wanted if given.kind == NULL_KIND else given
            return other.kind in _NULLABLE or other.kind == NULL_KIND
        if given.kind == TYPE_KIND:
            return wanted.kind == TYPE_KIND
        if given.kind in _COMPOUND:
            return (
                given.kind == wanted.kind
                and given.name == wanted.name
                and self._lists(given.parameters, wanted.parameters)
            )
        return given == wanted

    def _substitutable(self, type_: Type, parameter: Type) -> tuple[bool, bool]:
        """Whether ``type_`` may take the place of the parameter, and whether that is bound already."""
        if type_ == parameter:
            return True, True
        found = self._found.get(parameter.name)
        if found is None:
            if self._occurs(parameter, type_):
                return False, False
            self._bind(parameter, type_)
            return True, False
        if type_ == found:
            return True, True
        if not self._assignable(type_, found):
            return False, True
        general = more_general(type_, found)
        if not self._occurs(parameter, general):
            self._bind(parameter, general)
        return True, True

    def _bind(self, parameter: Type, type_: Type) -> None:
        self._trail.append((parameter.name, self._found.get(parameter.name)))
        self._found[parameter.name] = type_

    def _occurs(self, parameter: Type, within: Type) -> bool:
        if parameter == within:
            return True
        if not within.open:
            return False
        if within.kind == PARAMETER_KIND:
            found = self._found.get(within.name)
            return found is not None and self._occurs(parameter, found)
        return any(self._occurs(parameter, part) for part in within.parameters)


def instantiate(type_: Type, fresh: Mapping[Type, Type]) -> Type:
    """The type with type parameters replaced by other ones."""
    if not type_.open:
        return type_
    if type_.kind == PARAMETER_KIND:
        return fresh.get(type_, type_)
    return _rebuilt(type_, tuple(instantiate(part, fresh) for part in type_.parameters))


def more_general(one: Type, other: Type) -> Type:
    """The less specific of two types that are known to go together."""
    return one if _equal_or_less_specific(one, other) else other


def _equal_or_less_specific(one: Type, other: Type) -> bool:
    if one.kind in (DYN_KIND, PARAMETER_KIND):
        return True
    if other.kind in (DYN_KIND, PARAMETER_KIND) or one.kind != other.kind:
        return False
    if one.kind in _COMPOUND:
        return (
            one.name == other.name
            and len(one.parameters) == len(other.parameters)
            and all(map(_equal_or_less_specific, one.parameters, other.parameters))
        )
    return one.kind == TYPE_KIND or one == other


def _rebuilt(type_: Type, parameters: tuple[Type, ...]) -> Type:
    if not parameters or all(new is old for new, old in zip(parameters, type_.parameters, strict=True)):
        return type_
    return bounded(Type(type_.kind, type_.name, parameters))
