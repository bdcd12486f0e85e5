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
    # Twice, because what is lower case may hold characters that were not there before, or not in this form.
    words = _identifier_characters(_WORD_START.sub("_", name))
    attribute = _identifier_characters(words.lower()).strip("_")
    if not attribute.isidentifier() or not attribute[0].isalpha():
        attribute = f"field_{attribute}".rstrip("_")
    hides_something = attribute in reserved or attribute in _USED_IN_ANNOTATIONS or attribute == "self"
    if attribute.startswith(_PYDANTIC_NAMESPACES) or (hides_something and attribute.startswith("model_")):
        return f"field_{attribute}"
    return f"{attribute}_" if hides_something or keyword.iskeyword(attribute) else attribute


def class_name(name: str) -> str:
    """``name`` in CamelCase: ``amz-cache`` is ``AmzCache``; ``""`` where nothing of it is ASCII.

    The code generator has ideas of its own about class names of other letters.
    """
    words = re.findall("[A-Za-z0-9]+", unicodedata.normalize("NFKC", name))
    return "".join(word[:1].upper() + word[1:] for word in words)


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
    """``name`` with ``_`` for all but letters and digits that an identifier may hold.

    In the form in which Python compares identifiers.
    """
    normal = unicodedata.normalize("NFKC", name)
    return "".join(c if c.isalnum() and f"_{c}".isidentifier() else "_" for c in normal)


def _unused(name: str, taken: Collection[str]) -> str:
    if name not in taken:
        return name
    number = 2
    while f"{name}_{number}" in taken:
        number += 1
    return f"{name}_{number}"
