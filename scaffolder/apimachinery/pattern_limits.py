"""How large Go lets a regular expression grow: the shape of its syntax tree, without the tree.

Go's parser (``regexp/syntax/parse.go``) refuses a tree that is over 1000 high, a program of over 3.3 million
instructions, and repeats that multiply to over 1000. To come to the same verdict, this follows what the
parser does to its stack: neighbouring literals become one, groups that do not capture vanish, nested
concatenations are taken apart. Of each subtree only its measures are kept.
"""

from __future__ import annotations

from scaffolder.apimachinery.pattern_error import PatternError

MAX_REPEAT = 1000
_MAX_HEIGHT = 1000
# maxSize: 128 MB of instructions of 40 bytes
_MAX_SIZE = (128 << 20) // 40

_LITERAL = "literal"
_CHARACTER = "character"
_ASSERTION = "assertion"
_CAPTURE = "capture"
_REPEAT = "repeat"
_CONCATENATION = "concatenation"
_ALTERNATION = "alternation"


class _Node:
    """A subtree: its height, its size in instructions and the product of its nested repeats."""

    __slots__ = ("fold", "height", "kind", "repeats", "runes", "size")

    def __init__(self, kind: str, height: int = 1, size: int = 1, repeats: int = 1) -> None:
        self.kind = kind
        self.height = height
        self.size = size
        self.repeats = repeats
        self.fold = False
        self.runes = 1


class _Group:
    """An open group: the alternatives that are finished, and the items of the current one."""

    __slots__ = ("alternatives", "captures", "items")

    def __init__(self, captures: bool) -> None:
        self.captures = captures
        self.alternatives: list[_Node] = []
        self.items: list[_Node] = []


class Shape:
    """The tree of ``pattern`` as far as it was read. Every step may raise ``PatternError``."""

    def __init__(self, pattern: str) -> None:
        self.depth = 0
        self._pattern = pattern
        self._groups = [_Group(False)]
        # numRegexp and the length of the free list: Go starts to measure when there are many nodes.
        self._nodes = 0
        self._free = 0
        self._repeats = 1

    def literal(self, fold: bool) -> None:
        """One character, in either case if ``fold``."""
        node = _Node(_LITERAL)
        node.fold = fold
        self._add(node)

    def character(self) -> None:
        """A class or the dot."""
        self._add(_Node(_CHARACTER))

    def assertion(self) -> None:
        """Something that matches between characters."""
        self._add(_Node(_ASSERTION))

    def open(self, captures: bool) -> None:
        """The start of a group."""
        self._count()
        self._groups.append(_Group(captures))
        self.depth = max(self.depth, len(self._groups) - 1)

    def close(self) -> None:
        """The end of a group."""
        tree = self._finish_group()
        if len(self._groups) == 1:
            raise PatternError("unexpected )", self._pattern)
        if self._groups.pop().captures:
            tree = _Node(_CAPTURE, tree.height + 1, tree.size + 2, tree.repeats)
        self._push(tree)

    def bar(self) -> None:
        """The end of an alternative that is not the last."""
        self._finish_alternative()
        self._count()

    def finish(self) -> None:
        """The end of the pattern."""
        self._finish_group()
        if len(self._groups) != 1:
            raise PatternError("missing closing )", self._pattern)

    def can_repeat(self) -> bool:
        """Whether there is something before a repeat that it can apply to."""
        return bool(self._groups[-1].items)

    def repeat(self, operator: str, least: int, most: int | None) -> bool:
        """A repeat of the last item, ``{`` if counted; False if nested counts multiply to too many."""
        items = self._groups[-1].items
        child = items[-1]
        size, repeats = child.size, child.repeats
        if operator == "*":
            size += 2
        elif operator in "+?":
            size += 1
        else:
            count = least if most is None else most
            if most is not None:
                size = most * size + most - least
            elif least:
                size = 1 + least * size
            else:
                size += 2
            self._repeats = min(_MAX_SIZE, self._repeats * max(1, count))
            if most == 0:
                repeats = 1
            elif count > 0:
                repeats *= count
        self._count()
        items[-1] = node = _Node(_REPEAT, child.height + 1, max(1, size), repeats)
        self._check(node)
        return operator != "{" or (least < 2 and (most or 0) < 2) or repeats <= MAX_REPEAT

    def _add(self, node: _Node) -> None:
        self._count()
        self._push(node)

    def _count(self) -> None:
        if self._free:
            self._free -= 1
        else:
            self._nodes += 1

    def _push(self, node: _Node) -> None:
        items = self._groups[-1].items
        self._join_literals(items)
        items.append(node)
        self._check(node)

    def _join_literals(self, items: list[_Node]) -> None:
        """``maybeConcat``."""
        if len(items) < 2:
            return
        last, previous = items[-1], items[-2]
        if last.kind == previous.kind == _LITERAL and last.fold == previous.fold:
            previous.size += last.size
            previous.runes += last.runes
            items.pop()
            self._free += 1

    def _finish_alternative(self) -> None:
        """``concat`` and ``swapVerticalBar``: what was collected since the last bar becomes one node."""
        group = self._groups[-1]
        items = group.items
        self._join_literals(items)
        group.items = []
        if len(items) == 1:
            node = items[0]
        else:
            self._count()
            node = _collapse(_CONCATENATION, items)
        alternatives = group.alternatives
        if alternatives and _is_character(node) and _is_character(alternatives[-1]):
            alternatives[-1] = _Node(_CHARACTER)
            self._free += 1
        else:
            alternatives.append(node)

    def _finish_group(self) -> _Node:
        """``alternate``."""
        self._finish_alternative()
        alternatives = self._groups[-1].alternatives
        if len(alternatives) == 1:
            tree = alternatives[0]
        else:
            self._count()
            tree = _collapse(_ALTERNATION, alternatives)
            tree.size += len(alternatives) - 1
        self._check(tree)
        return tree

    def _check(self, node: _Node) -> None:
        """``checkLimits``."""
        if node.size > _MAX_SIZE and self._nodes >= _MAX_SIZE // self._repeats:
            raise PatternError("expression too large", self._pattern)
        if node.height > _MAX_HEIGHT:
            raise PatternError("expression nests too deeply", self._pattern)


def _collapse(kind: str, nodes: list[_Node]) -> _Node:
    """``collapse``: nodes of the same kind are taken apart, so that they add no height."""
    return _Node(
        kind,
        max((node.height + (node.kind != kind) for node in nodes), default=1),
        max(1, sum(node.size for node in nodes)),
        max((node.repeats for node in nodes), default=1),
    )


def _is_character(node: _Node) -> bool:
    """``isCharClass``: matches exactly one character."""
    return node.kind == _CHARACTER or (node.kind == _LITERAL and node.runes == 1)
