"""JSON Schema, as OpenAPI documents and pydantic write it, in the structural form that a CRD asks for.

https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema

References are written out, ``allOf`` is merged, a union of objects becomes one object with all their fields
and an ``anyOf`` that keeps their constraints. Keywords that only annotate are left out. Whatever is lost
makes the result accept more, never less; what would be lost beyond recognition is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from scaffolder.sources._errors import MAX_DEPTH, SourceError, shown, type_name
from scaffolder.sources._formats import is_format_of
from scaffolder.sources._merging import ANNOTATIONS, both
from scaffolder.sources._unions import union_of
from scaffolder.sources.simple_schema import MAX_NODES, QUANTITY_PATTERN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scaffolder.diagnostics import Path

PRESERVE = "x-kubernetes-preserve-unknown-fields"
INT_OR_STRING = "x-kubernetes-int-or-string"

# References inside references; each takes some of Python's stack.
_MAX_REFERENCES = 60
# Validating keywords with no counterpart in a CRD schema.
_INEXPRESSIBLE = ("if", "then", "else", "contains", "dependencies", "dependentRequired", "dependentSchemas")
_CARRIED = (
    *("title", "description", "nullable", "pattern", "multipleOf", "minimum", "maximum"),
    *("exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength", "minItems", "maxItems"),
    *("minProperties", "maxProperties", "x-kubernetes-validations", "x-kubernetes-list-type"),
    *("x-kubernetes-list-map-keys", "x-kubernetes-map-type", "x-kubernetes-embedded-resource", PRESERVE),
)
_NEGATED = (
    *("enum", "const", "pattern", "multipleOf", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
    *("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties", "required"),
)
_JSON_TYPES = (
    (bool, "boolean"),
    (int, "integer"),
    (float, "number"),
    (str, "string"),
    (list, "array"),
    (dict, "object"),
)


class StructuralForm:
    """Converts schemas of one document, whose references ``root`` resolves.

    ``titles=False`` leaves titles out: pydantic makes one of every field's name.
    """

    def __init__(self, root: Mapping[str, Any], *, titles: bool = True) -> None:
        self._root = root
        self._titles = titles
        self._open_references: list[str] = []
        self._budget = MAX_NODES
        self._depth = 0

    def of(self, schema: Any, path: Path) -> dict[str, Any]:
        """The structural form of the schema at ``path``. Raises ``SourceError``."""
        self._budget -= 1
        self._depth += 1
        references = len(self._open_references)
        try:
            if self._budget < 0:
                raise SourceError(f"with its references it has more than {MAX_NODES} parts", path=path)
            if self._depth > MAX_DEPTH // 2:
                raise SourceError(
                    f"with its references it is nested deeper than {MAX_DEPTH // 2} levels", path=path
                )
            if schema is True:
                return {PRESERVE: True}
            if not isinstance(schema, dict):
                what = "false, which allows nothing" if schema is False else type_name(schema)
                raise SourceError(f"a schema has to be a mapping, not {what}", path=path)
            return self._converted(self._merged(schema, path), path)
        finally:
            self._depth -= 1
            del self._open_references[references:]

    # -- one mapping instead of references and allOf

    def _merged(self, schema: dict[str, Any], path: Path) -> dict[str, Any]:
        """The schema without ``$ref`` and ``allOf``, one level deep."""
        parts = [{key: value for key, value in schema.items() if key not in ("$ref", "allOf")}]
        if "$ref" in schema:
            parts.insert(0, self._target(schema["$ref"], path))
        for index, branch in enumerate(_branches(schema, "allOf", path)):
            if not isinstance(branch, dict):
                raise SourceError(f"a schema has to be a mapping, not {type_name(branch)}", path=path)
            # What the schema itself says of titles and defaults goes before what its parts say.
            parts.insert(len(parts) - 1, self._merged(branch, (*path, "allOf", index)))
        result: dict[str, Any] = {}
        for part in parts:
            result = both(result, part, path)
        return result

    def _target(self, reference: Any, path: Path) -> dict[str, Any]:
        if not isinstance(reference, str) or not reference.startswith("#"):
            raise SourceError(
                f"$ref {shown(reference)} points outside the file",
                hint="bundle the schemas into one file; nothing is fetched",
                path=(*path, "$ref"),
            )
        if reference in self._open_references:
            raise SourceError(
                f"{shown(reference)} contains itself, which no CRD can say",
                hint=f"cut the ring: put {PRESERVE}: true where it closes",
                path=(*path, "$ref"),
            )
        if len(self._open_references) >= _MAX_REFERENCES:
            raise SourceError(
                f"references lead to references more than {_MAX_REFERENCES} times", path=(*path, "$ref")
            )
        target: Any = self._root
        steps = [unquote(step).replace("~1", "/").replace("~0", "~") for step in reference[1:].split("/")[1:]]
        for step in steps:
            if isinstance(target, dict) and step in target:
                target = target[step]
            elif isinstance(target, list) and step.isdigit() and len(step) < 9 and int(step) < len(target):
                target = target[int(step)]
            else:
                raise SourceError(f"$ref {shown(reference)} leads nowhere", path=(*path, "$ref"))
        if target is True:
            return {}
        if not isinstance(target, dict):
            raise SourceError(f"$ref {shown(reference)} leads to no schema", path=(*path, "$ref"))
        if steps and steps[-1].endswith(".api.resource.Quantity"):
            return {INT_OR_STRING: True, "pattern": QUANTITY_PATTERN, **_only(target, ("description",))}
        self._open_references.append(reference)
        return self._merged(target, tuple(steps))

    # -- one mapping, its branches

    def _converted(self, schema: dict[str, Any], path: Path) -> dict[str, Any]:
        for keyword in _INEXPRESSIBLE:
            if keyword in schema:
                raise SourceError(
                    f"{keyword} cannot be said in a CRD",
                    hint="leave it out, or say it as a CEL rule: x-kubernetes-validations",
                    path=(*path, keyword),
                )
        schema = self._without_null(schema, path)
        if schema.get(INT_OR_STRING) is True or schema.get("format") == "int-or-string":
            return self._int_or_string(schema)
        if schema.get(PRESERVE) is True and "type" not in schema and "properties" not in schema:
            return {**self._carried(schema), PRESERVE: True}
        for junctor in ("anyOf", "oneOf"):
            branches = _branches(schema, junctor, path)
            if branches:
                return self._with_branches(schema, junctor, branches, path)
        return self._typed(schema, path)

    def _without_null(self, schema: dict[str, Any], path: Path) -> dict[str, Any]:
        """``null`` as a type or a branch is ``nullable``, and a sole branch that is left is no branch."""
        result = dict(schema)
        types = schema.get("type")
        if isinstance(types, list):
            left = [kind for kind in types if kind != "null"]
            if len(left) < len(types):
                result["nullable"] = True
            result["type"] = left[0] if len(left) == 1 else left
            if not left:
                del result["type"]
        for junctor in ("anyOf", "oneOf"):
            branches = schema.get(junctor)
            if isinstance(branches, list):
                left = [b for b in branches if not (isinstance(b, dict) and b.get("type") == "null")]
                if len(left) < len(branches):
                    result["nullable"] = True
                result[junctor] = left
                if len(left) == 1 and isinstance(left[0], dict):
                    del result[junctor]
                    alone = self._merged(left[0], (*path, junctor, branches.index(left[0])))
                    return self._without_null(both(alone, result, path), path)
        if isinstance(result.get("enum"), list) and None in result["enum"]:
            result["nullable"] = True
            result["enum"] = [value for value in result["enum"] if value is not None]
        return result

    def _with_branches(
        self, schema: dict[str, Any], junctor: str, branches: list[Any], path: Path
    ) -> dict[str, Any]:
        common = {
            key: value for key, value in schema.items() if key not in ("anyOf", "oneOf", "discriminator")
        }
        other = _branches(schema, "oneOf", path) if junctor == "anyOf" else []
        if other:
            raise SourceError("anyOf beside oneOf is too intricate for a CRD", path=(*path, "oneOf"))
        structure = _only(common, ("type", "properties", "required", "items", "additionalProperties"))
        options = []
        for index, branch in enumerate(branches):
            whole = branch
            if structure and isinstance(branch, dict):
                whole = {"allOf": [structure, branch]}
            options.append(self.of(whole, (*path, junctor, index)))
        result = {
            **union_of(options, path),
            **self._carried(_only(common, (*ANNOTATIONS, "nullable", PRESERVE))),
        }
        self._add_default(result, common)
        return result

    # -- one mapping without branches

    def _typed(self, schema: dict[str, Any], path: Path) -> dict[str, Any]:
        kind = _type_of(schema)
        if isinstance(kind, list):
            named = {str(item) for item in kind}
            if named == {"integer", "string"}:
                return self._int_or_string(schema)
            if named == {"integer", "number"}:
                kind = "number"
            else:
                raise SourceError(
                    f"a field of the types {', '.join(map(str, kind))[:80]} cannot be said in a CRD",
                    hint=f"choose one type, or add {PRESERVE}: true instead of the type",
                    path=path,
                )
        result = self._carried(schema)
        if kind is None:
            result[PRESERVE] = True
            self._add_default(result, schema)
            return result
        if kind not in ("object", "array", "string", "integer", "number", "boolean"):
            raise SourceError(f"{shown(kind)} is not a type", path=(*path, "type"))
        result = {"type": kind, **result}
        if is_format_of(kind, schema.get("format")):
            result["format"] = schema["format"]
        values = [schema["const"]] if "const" in schema else schema.get("enum")
        if isinstance(values, list):
            result["enum"] = values
            # The server takes no null beside an enum, but drops one where the field is not nullable.
            result.pop("nullable", None)
        if kind == "object":
            self._add_properties(result, schema, path)
        elif kind == "array":
            self._add_items(result, schema, path)
        if "not" in schema:
            result["not"] = self._negation(schema["not"], kind, (*path, "not"))
        self._add_default(result, schema)
        return result

    def _negation(self, schema: Any, kind: str, path: Path) -> dict[str, Any]:
        """What stands in ``not``: only what can be said exactly, since losing some of it would allow less."""
        said = schema.keys() - {"type", *ANNOTATIONS} if isinstance(schema, dict) else set()
        if not said or said - set(_NEGATED) or schema.get("type", kind) != kind:
            hint = f"it may hold {', '.join(_NEGATED)}, of the type of the field"
            raise SourceError("this not cannot be said in a CRD", hint=hint, path=path)
        result = {**self._carried(_only(schema, _NEGATED)), **_only(schema, ("enum", "required"))}
        if "const" in schema:
            result["enum"] = [schema["const"]]
        return result

    def _add_properties(self, result: dict[str, Any], schema: dict[str, Any], path: Path) -> None:
        properties = schema.get("properties", {})
        if not isinstance(properties, dict):
            raise SourceError("properties has to be a mapping", path=(*path, "properties"))
        converted = {
            name: self.of(child, (*path, "properties", name))
            for name, child in properties.items()
            if child is not False
        }
        names = schema.get("required") or []
        if not isinstance(names, list):
            raise SourceError("required has to be a list of names", path=(*path, "required"))
        required = [name for name in names if isinstance(name, str)]
        converted |= {name: {PRESERVE: True} for name in required if name not in converted}
        if converted:
            result["properties"] = converted
        if required:
            result["required"] = sorted(set(required))
        others = [schema[key] for key in ("additionalProperties", "unevaluatedProperties") if key in schema]
        patterns = schema.get("patternProperties")
        values = [*others, *(patterns.values() if isinstance(patterns, dict) else ())]
        values = [value for value in values if value is not False]
        if converted:
            # A CRD has either named fields or a map; beside named ones it can only let everything through.
            if values or ("properties" not in schema and not others):
                result[PRESERVE] = True
        elif others and len(values) == 1 and values[0] not in (True, {}):
            result["additionalProperties"] = self.of(values[0], (*path, "additionalProperties"))
        elif values or not ({"properties", "additionalProperties"} & schema.keys()):
            result[PRESERVE] = True

    def _add_items(self, result: dict[str, Any], schema: dict[str, Any], path: Path) -> None:
        items = schema.get("items", True)
        tuple_items = schema.get("prefixItems", items if isinstance(items, list) else None)
        if isinstance(tuple_items, list) and tuple_items:
            if any(item != tuple_items[0] for item in tuple_items):
                raise SourceError(
                    "a tuple of different types cannot be said in a CRD", hint="make it an object", path=path
                )
            items = tuple_items[0]
        result["items"] = items = self.of(items, (*path, "items"))
        if (
            schema.get("uniqueItems") is True
            and "x-kubernetes-list-type" not in result
            and not items.get("nullable")
        ):
            if items.get("type") == "object":
                items["x-kubernetes-map-type"] = "atomic"
            result["x-kubernetes-list-type"] = "set"

    def _int_or_string(self, schema: dict[str, Any]) -> dict[str, Any]:
        result = {
            **self._carried(schema),
            "anyOf": [{"type": "integer"}, {"type": "string"}],
            INT_OR_STRING: True,
        }
        self._add_default(result, schema)
        return result

    def _carried(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        result = {key: schema[key] for key in _CARRIED if key in schema}
        if not self._titles:
            result.pop("title", None)
        if result.get("nullable") is False:
            del result["nullable"]
        for flag, bound, closer in (
            ("exclusiveMinimum", "minimum", max),
            ("exclusiveMaximum", "maximum", min),
        ):
            limit = result.get(flag)
            if isinstance(limit, (int, float)) and not isinstance(limit, bool):
                # Since draft 6 the limit itself; in a CRD, as in draft 4, a flag beside the bound.
                inclusive = result.get(bound, limit)
                result[bound] = closer(limit, inclusive)
                result[flag] = True
                if result[bound] != limit:
                    del result[flag]
        return result

    def _add_default(self, result: dict[str, Any], schema: Mapping[str, Any]) -> None:
        if schema.get("default") is not None:
            result["default"] = schema["default"]


def _branches(schema: Mapping[str, Any], junctor: str, path: Path) -> list[Any]:
    value = schema.get(junctor)
    if value is None:
        return []
    if not isinstance(value, list):
        raise SourceError(f"{junctor} has to be a list, not {type_name(value)}", path=(*path, junctor))
    return value


def _only(schema: Mapping[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: schema[key] for key in keys if key in schema}


def _type_of(schema: Mapping[str, Any]) -> Any:
    """The type as given, or the one that the other keywords imply."""
    if "type" in schema:
        return schema["type"]
    if {"properties", "additionalProperties", "patternProperties", "required"} & schema.keys():
        return "object"
    if {"items", "prefixItems"} & schema.keys():
        return "array"
    values = [schema["const"]] if "const" in schema else schema.get("enum")
    if isinstance(values, list) and values:
        kinds = list(dict.fromkeys(_json_types(values)))
        return kinds[0] if len(kinds) == 1 else kinds
    return None


def _json_types(values: list[Any]) -> Iterator[str]:
    for value in values:
        yield next((name for kind, name in _JSON_TYPES if isinstance(value, kind)), "null")
