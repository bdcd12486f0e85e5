"""Macros as loops.

Costs are those of the fold that cel-go makes of a macro: for each element what its condition and step cost,
at the end its result. Reading the accumulator is 1, and so is ``@not_strictly_false``.
"""

from __future__ import annotations

from scaffolder.cel.codegen.costs import charge_call
from scaffolder.cel.codegen.nodes import is_constant
from scaffolder.cel.codegen.writer import Code
from scaffolder.cel.runtime.costs import LIST_CREATION
from scaffolder.cel.types import BOOL, DYN, INT, LIST_KIND, MAP_KIND, STRING, list_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from scaffolder.cel.ast import Macro
    from scaffolder.cel.codegen.generator import Generator
    from scaffolder.cel.codegen.writer import Block


def macro(generator: Generator, node: Macro) -> Code:
    return _MACROS[node.name](generator, node)


class _Loop:
    """A context for the body of a loop over ``node.target``, in which the macro's variables are bound."""

    def __init__(self, generator: Generator, node: Macro) -> None:
        self.generator = generator
        self.node = node
        self.names = [generator.write.fresh("v") for _ in node.variables]
        self.over = generator.write.store(generator.raw(node.target))
        self.iterator = ""
        self.element = Code("", DYN)
        self._restore: list[Callable[[], None]] = []
        self._outer: Block | None = None

    def __enter__(self) -> _Loop:
        write = self.generator.write
        write.unbounded()
        source, bound = self._source()
        if write.tracked:
            self.iterator = write.fresh("i")
            write.line(f"{self.iterator} = iter({source})")
            source = self.iterator
        self._outer = write.open(f"for {', '.join(self.names)} in {source}:", loop=True)
        self.element = bound[-1]
        for name, code in zip(self.node.variables, bound, strict=True):
            self._restore.append(self.generator.bind(name, code))
        write.check_cost()
        return self

    def __exit__(self, *_: object) -> None:
        for restore in reversed(self._restore):
            restore()
        assert self._outer is not None
        self.generator.write.close(self._outer)

    def _source(self) -> tuple[str, list[Code]]:
        """What the loop goes over, and what its variables stand for."""
        over, names, generator = self.over, self.names, self.generator
        two = len(names) == 2
        if over.shape is not None and over.kind == LIST_KIND and generator.careful:
            # it must be a list; what cannot be viewed in it is an error only where it is looked at
            generator.view(over)
        if over.shape is not None and (
            over.kind == LIST_KIND or (over.kind == MAP_KIND and not generator.careful)
        ):
            shape, path = over.shape.inner, (*over.path, "element")
            item = Code(names[-1], DYN, simple=True, shape=shape, path=path)
            if over.kind == LIST_KIND:
                return (f"enumerate({over.text})" if two else over.text), [
                    Code(names[0], INT, simple=True),
                    item,
                ][-len(names) :]
            key = Code(names[0], STRING, simple=True)
            return (f"{over.text}.items()" if two else over.text), [key, item][: len(names)]
        walk = generator.write.runtime("careful", "entries" if two else "elements")
        return f"{walk}({generator.view(over).text})", [Code(name, DYN, simple=True) for name in names]

    def stop(self, cost_of_going_on: int) -> None:
        """Ends the loop. cel-go then looks at the condition once more if there is another element."""
        write = self.generator.write
        if write.tracked:
            write.line(f"for _ in {self.iterator}:")
            write.line(f" c += {cost_of_going_on}")
            write.line(" break")
        write.line("break")


def _quantifier(generator: Generator, node: Macro) -> Code:
    """``all`` and ``exists``: the first element that decides ends the loop, and makes up for earlier
    errors.
    """
    write = generator.write
    assert node.predicate is not None
    universal = node.name == "all"
    # the accumulator through @not_strictly_false, for exists also through !
    condition = 2 if universal else 3
    result = write.fresh()
    write.line(f"{result} = {universal}")
    with _Loop(generator, node) as loop:
        write.charge(condition + 1)
        if generator.careful:
            verdict = write.fresh()
            generator.attempt(node.predicate, verdict)
            outer = write.open(f"if {verdict} is {not universal}:")
        else:
            verdict = generator.truth(node.predicate).text
            outer = write.open(f"if {'not ' if universal else ''}{verdict}:")
        write.line(f"{result} = {not universal}")
        loop.stop(condition)
        write.close(outer)
        if generator.careful:
            write.line(f"if {verdict} is not {universal} and {result} is {universal}: {result} = {verdict}")
    write.charge(1)
    if generator.careful:
        write.line(f"if {result} is not True and {result} is not False: raise {result}")
    return Code(result, BOOL, simple=True)


def _exists_one(generator: Generator, node: Macro) -> Code:
    write = generator.write
    count = write.fresh()
    write.line(f"{count} = 0")

    def step(_: _Loop) -> None:
        write.charge(2)
        write.line(f"{count} += 1")

    _collecting(generator, node, step)
    write.charge(2)
    return Code(f"({count} == 1)", BOOL, 1)


def _list(generator: Generator, node: Macro) -> Code:
    """``map``, ``filter`` and ``transformList``."""
    write = generator.write
    result = write.fresh()
    write.line(f"{result} = []")

    def step(loop: _Loop) -> None:
        write.charge(2)
        if node.transform is None:
            write.charge(LIST_CREATION + 1)
            item = generator.view(loop.element)
        else:
            write.charge(0 if is_constant(node.transform) else LIST_CREATION)
            item = generator.value(node.transform)
        write.line(f"{result}.append({item.text})")

    _collecting(generator, node, step)
    write.charge(1)
    return Code(result, node.type or DYN, simple=True)


def _map(generator: Generator, node: Macro) -> Code:
    """``transformMap`` and ``transformMapEntry``."""
    write = generator.write
    result = write.fresh()
    write.line(f"{result} = {{}}")
    transform = node.transform
    assert transform is not None

    def step(loop: _Loop) -> None:
        if node.name == "transformMap":
            write.charge(3)
            value = generator.value(transform)
            write.line(f"{write.runtime('careful', 'insert')}({result}, {loop.names[0]}, {value.text})")
        else:
            write.charge(2)
            entries = generator.value(transform)
            write.line(f"{write.runtime('careful', 'insert_all')}({result}, {entries.text})")

    _collecting(generator, node, step)
    write.charge(1)
    return Code(result, node.type or DYN, simple=True)


def _collecting(generator: Generator, node: Macro, step: Callable[[_Loop], None]) -> None:
    """A loop that does ``step`` for each element for which the predicate holds.

    An error of a step stays, one of a predicate goes before all earlier errors: that is how ``p ? grown :
    accumulator`` works out in cel-go.
    """
    write = generator.write
    failed = write.fresh() if generator.careful else ""
    if failed:
        write.line(f"{failed} = None")
    error = write.runtime("errors", "CelError") if failed else ""
    with _Loop(generator, node) as loop:
        outers = []
        if node.predicate is not None:
            if failed:
                verdict = write.fresh()
                generator.attempt(node.predicate, verdict)
                write.line(f"if {verdict} is not True and {verdict} is not False: {failed} = {verdict}")
                outers.append(write.open(f"if {verdict} is True:"))
            else:
                outers.append(write.open(f"if {generator.truth(node.predicate).text}:"))
        if failed:
            outers.append(write.open("try:", loop=True))
        step(loop)
        if failed:
            write.close(outers.pop())
            write.line(f"except {error} as error: {failed} = {failed} or error")
        if outers:
            write.close(outers.pop())
    if failed:
        write.line(f"if {failed} is not None: raise {failed}")


def _sort_by(generator: Generator, node: Macro) -> Code:
    """The keys are a ``map`` of the list, which is bound to a variable first."""
    write = generator.write
    items, keys = write.fresh(), write.fresh()
    transform = node.transform
    assert transform is not None
    key_type = transform.type or DYN
    overload = "" if key_type.kind == DYN.kind else f"list_{key_type.name}_sort"
    # cel-go's cost tracker takes the keys for a list, if it knows the overload, even if they are an error
    outer = write.open("try:", loop=True) if generator.careful and overload else None
    write.store(generator.value(node.target), items)
    write.charge(2)
    write.line(f"{keys} = []")
    sorted_items = Code(items, node.target.type or DYN, simple=True)
    walk = write.runtime("careful", "elements")
    write.unbounded()
    element = write.fresh("v")
    inner = write.open(f"for {element} in {walk}({items}):", loop=True)
    restore = generator.bind(node.variables[0], Code(element, DYN, simple=True))
    write.check_cost()
    write.charge(2 if is_constant(transform) else 2 + LIST_CREATION)
    write.line(f"{keys}.append({generator.value(transform).text})")
    restore()
    write.close(inner)
    write.charge(1)
    if outer is not None:
        write.close(outer)
        error, panic = write.runtime("errors", "CelError"), write.runtime("careful", "cost_panic")
        write.line(f"except {error} as error: raise {panic}('list') from error")
    charge_call(write, "", overload, [Code(keys, list_of(key_type), simple=True)], None)
    sort = write.refer("scaffolder.cel.libraries.lists", "sort_by_keys")
    return Code(f"{sort}({sorted_items.text}, {keys})", node.type or DYN, 1)


def _optional_map(generator: Generator, node: Macro) -> Code:
    """``optMap`` and ``optFlatMap``: cel-go evaluates the target twice if it is there."""
    write = generator.write
    transform = node.transform
    assert transform is not None
    target = write.store(generator.value(node.target))
    if target.kind == DYN.kind or generator.careful:
        target = write.store(Code(f"{write.runtime('careful', 'optional')}({target.text})", target.type))
    none = write.runtime("values", "NONE")
    result, variable = write.fresh(), write.fresh("v")
    write.charge(1)
    outer = write.open(f"if {target.text} is {none}:")
    write.charge(1)
    write.line(f"{result} = {none}")
    write.close(outer)
    outer = write.open("else:")
    if node.target not in generator.repeated:
        # generated once more for its cost alone; a chain of these macros would double each time
        generator.repeated[node.target] = write.detached(lambda: generator.value(node.target))[1].cost
    write.charge(generator.repeated[node.target] + 1)
    value = f"{target.text}.value"
    if generator.careful:
        value = f"{write.runtime('careful', 'value')}({target.text})"
    write.line(f"{variable} = {value}")
    restore = generator.bind(node.variables[0], Code(variable, DYN, simple=True))
    value = generator.value(transform).text
    restore()
    if node.name == "optMap":
        write.charge(1)
        value = f"{write.runtime('values', 'Optional')}({value})"
    write.line(f"{result} = {value}")
    write.close(outer)
    return Code(result, node.type or DYN, simple=True)


_MACROS: dict[str, Callable[[Generator, Macro], Code]] = {
    "all": _quantifier,
    "exists": _quantifier,
    "exists_one": _exists_one,
    "map": _list,
    "filter": _list,
    "transformList": _list,
    "transformMap": _map,
    "transformMapEntry": _map,
    "sortBy": _sort_by,
    "optMap": _optional_map,
    "optFlatMap": _optional_map,
}
