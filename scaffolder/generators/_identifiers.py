"""Names of an API turned into names of Python, whatever they consist of."""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Collection, Iterable

#: What annotations in a class body refer to; an attribute of that name would hide it from the lines below.
_USED_IN_ANNOTATIONS = frozenset({"bool", "dict", "float", "int", "list", "object", "str"})

#: https://docs.pydantic.dev/latest/api/config/#pydantic.config.ConfigDict.protected_namespaces
_PYDANTIC_NAMESPACES = ("model_dump", "model_validate")

_WORD_START = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z](?!s(?:$|[A-Z]))[a-z])")
_PLURAL_IN_ES = re.compile(r"(?:ss|sh|ch|x|tus|lias)es$", re.IGNORECASE)
_NO_PLURAL = re.compile(r"(?:ss|us|is|as|os)$", re.IGNORECASE)


def attribute_names(names: Iterable[str], reserved: Collection[str] = ()) -> dict[str, str]:
    """``{name: attribute}`` with a snake_case identifier for each of ``names``, no two alike.

    A name that needs no change keeps it, wherever it stands; of others that come out alike, the later ones
    get a number. ``reserved`` are attributes that the class has anyway.
    """
    wanted = {name: _attribute(name, reserved) for name in names}
    taken = {name for name, attribute in wanted.items() if name == attribute}
    found = {}
    for name, attribute in wanted.items():
        found[name] = attribute if name == attribute else _unused(attribute, taken)
        taken.add(found[name])
    return found


def _attribute(name: str, reserved: Collection[str]) -> str:
    attribute = _identifier_characters(_WORD_START.sub("_", name)).lower().strip("_")
    # Python compares identifiers in this form, and lower() may leave it.
    attribute = unicodedata.normalize("NFKC", attribute)
    if not attribute.isidentifier():
        attribute = f"field_{attribute}".rstrip("_")
    if attribute.startswith(_PYDANTIC_NAMESPACES) or (
        attribute.startswith("model_") and attribute in reserved
    ):
        return f"field_{attribute}"
    hides_something = attribute in reserved or attribute in _USED_IN_ANNOTATIONS or attribute == "self"
    return f"{attribute}_" if hides_something or keyword.iskeyword(attribute) else attribute


def class_name(name: str) -> str:
    """``name`` in CamelCase: ``amz-cache`` is ``AmzCache``; ``""`` where it has no character for a name."""
    words = _identifier_characters(name).split("_")
    return unicodedata.normalize("NFKC", "".join(word[:1].upper() + word[1:] for word in words))


def singular(name: str) -> str:
    """One of many: ``backups`` is ``backup``. By spelling alone, so ``indices`` stays ``indice``."""
    if name.lower().endswith("ies") and len(name) > 4:
        return f"{name[:-3]}y"
    if _PLURAL_IN_ES.search(name):
        return name[:-2]
    if name.lower().endswith("s") and len(name) > 2 and not _NO_PLURAL.search(name):
        return name[:-1]
    return name


def _identifier_characters(name: str) -> str:
    """``name`` with ``_`` for whatever an identifier cannot hold."""
    return "".join(
        character if f"_{character}".isidentifier() else "_"
        for character in unicodedata.normalize("NFKC", name)
    )


def _unused(name: str, taken: Collection[str]) -> str:
    if name not in taken:
        return name
    number = 2
    while f"{name}_{number}" in taken:
        number += 1
    return f"{name}_{number}"
