"""The names under which CEL's operators are functions.

https://github.com/google/cel-go/blob/master/common/operators/operators.go
"""

from __future__ import annotations

CONDITIONAL = "_?_:_"
LOGICAL_AND = "_&&_"
LOGICAL_OR = "_||_"
LOGICAL_NOT = "!_"
EQUALS = "_==_"
NOT_EQUALS = "_!=_"
LESS = "_<_"
LESS_EQUALS = "_<=_"
GREATER = "_>_"
GREATER_EQUALS = "_>=_"
ADD = "_+_"
SUBTRACT = "_-_"
MULTIPLY = "_*_"
DIVIDE = "_/_"
MODULO = "_%_"
NEGATE = "-_"
INDEX = "_[_]"
OPTIONAL_INDEX = "_[?_]"
OPTIONAL_SELECT = "_?._"
IN = "@in"
# true for everything but false: a loop of all() goes on after an error
NOT_STRICTLY_FALSE = "@not_strictly_false"
