"""``all(i, v, …)``, ``transformMap(k, v, …)`` …:
https://github.com/google/cel-go/blob/master/ext/comprehensions.go
"""

from __future__ import annotations

from scaffolder.cel.overloads import Function, Library, Overload
from scaffolder.cel.types import K, V, map_of


def declare() -> Library:
    map_kv = map_of(K, V)
    return Library(
        Function(
            "cel.@mapInsert",
            Overload("@mapInsert_map_map", (map_kv, map_kv), map_kv),
            Overload("@mapInsert_map_key_value", (map_kv, K, V), map_kv),
        ),
        macros=("two-variable comprehensions",),
        since=(1, 32),
    )
