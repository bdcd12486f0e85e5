"""Versions and schemas as the server prints them in messages: its internal Go structs as JSON.

Source: ``k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/{types,types_jsonschema}.go``.
"""

from __future__ import annotations

from scaffolder.diagnostics import INVALID, Diagnostic
from scaffolder.validation import go_text
from scaffolder.validation.go_text import Struct

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from scaffolder.validation.crd.definition import Definition, Part, Version

# The Go field of each keyword, in the order of the struct, with what it holds if it is not set.
_SCHEMA: dict[str, tuple[str, Any]] = {
    "id": ("ID", ""),
    "$schema": ("Schema", ""),
    "$ref": ("Ref", None),
    "description": ("Description", ""),
    "type": ("Type", ""),
    "nullable": ("Nullable", False),
    "format": ("Format", ""),
    "title": ("Title", ""),
    "default": ("Default", None),
    "maximum": ("Maximum", None),
    "exclusiveMaximum": ("ExclusiveMaximum", False),
    "minimum": ("Minimum", None),
    "exclusiveMinimum": ("ExclusiveMinimum", False),
    "maxLength": ("MaxLength", None),
    "minLength": ("MinLength", None),
    "pattern": ("Pattern", ""),
    "maxItems": ("MaxItems", None),
    "minItems": ("MinItems", None),
    "uniqueItems": ("UniqueItems", False),
    "multipleOf": ("MultipleOf", None),
    "enum": ("Enum", None),
    "maxProperties": ("MaxProperties", None),
    "minProperties": ("MinProperties", None),
    "required": ("Required", None),
    "items": ("Items", None),
    "allOf": ("AllOf", None),
    "oneOf": ("OneOf", None),
    "anyOf": ("AnyOf", None),
    "not": ("Not", None),
    "properties": ("Properties", None),
    "additionalProperties": ("AdditionalProperties", None),
    "patternProperties": ("PatternProperties", None),
    "dependencies": ("Dependencies", None),
    "additionalItems": ("AdditionalItems", None),
    "definitions": ("Definitions", None),
    "externalDocs": ("ExternalDocs", None),
    "example": ("Example", None),
    "x-kubernetes-preserve-unknown-fields": ("XPreserveUnknownFields", None),
    "x-kubernetes-embedded-resource": ("XEmbeddedResource", False),
    "x-kubernetes-int-or-string": ("XIntOrString", False),
    "x-kubernetes-list-map-keys": ("XListMapKeys", None),
    "x-kubernetes-list-type": ("XListType", None),
    "x-kubernetes-map-type": ("XMapType", None),
    "x-kubernetes-validations": ("XValidations", None),
}
#: Go's names of the keywords, in the order of the struct.
GO_NAMES = {keyword: name for keyword, (name, _) in _SCHEMA.items()}


def invalid_as_json(part: Part, detail: str) -> Diagnostic:
    """``field.Invalid`` of what Go has behind a pointer, or as a type of its own: no text to be quoted."""
    return Diagnostic(part.field, INVALID, f"Invalid value: {go_text.json(part.value)}: {detail}", part.path)


def versions_value(definition: Definition) -> list[Any] | None:
    """``spec.versions``; what all versions share is not in them."""
    if not definition.versions:
        return definition.no_versions
    return [_version(version) for version in definition.versions]


def _version(version: Version) -> Struct:
    raw, level = version.part.value, version.level
    return Struct(
        Name=version.name,
        Served=raw.get("served", False),
        Storage=version.storage,
        Deprecated=raw.get("deprecated", False),
        DeprecationWarning=raw.get("deprecationWarning"),
        Schema=_validation(level.schema.value),
        Subresources=_subresources(level.subresources.value),
        AdditionalPrinterColumns=_list(_column, level.columns.value),
        SelectableFields=_list(_selectable_field, level.selectable_fields.value),
    )


def _validation(value: Mapping[str, Any] | None) -> Struct | None:
    if value is None:
        return None
    schema = value.get("openAPIV3Schema")
    return Struct(OpenAPIV3Schema=None if schema is None else schema_value(schema))


def _subresources(value: Mapping[str, Any] | None) -> Struct | None:
    if value is None:
        return None
    scale = value.get("scale")
    return Struct(
        Status=Struct() if "status" in value else None,
        Scale=None
        if scale is None
        else Struct(
            SpecReplicasPath=scale.get("specReplicasPath", ""),
            StatusReplicasPath=scale.get("statusReplicasPath", ""),
            LabelSelectorPath=scale.get("labelSelectorPath"),
        ),
    )


def _column(value: Mapping[str, Any]) -> Struct:
    return Struct(
        Name=value.get("name", ""),
        Type=value.get("type", ""),
        Format=value.get("format", ""),
        Description=value.get("description", ""),
        Priority=value.get("priority", 0),
        JSONPath=value.get("jsonPath", ""),
    )


def _selectable_field(value: Mapping[str, Any]) -> Struct:
    return Struct(JSONPath=value.get("jsonPath", ""))


def _list(convert: Any, value: Sequence[Any] | None) -> list[Any] | None:
    return None if value is None else [convert(item) for item in value]


def schema_value(schema: Mapping[str, Any]) -> Struct:
    """``JSONSchemaProps``."""
    result = Struct()
    for keyword, (name, zero) in _SCHEMA.items():
        result[name] = _keyword(keyword, schema[keyword]) if keyword in schema else zero
    return result


def _keyword(keyword: str, value: Any) -> Any:
    if keyword in ("maximum", "minimum", "multipleOf"):
        return float(value)
    if keyword == "not":
        return schema_value(value)
    if keyword in ("allOf", "oneOf", "anyOf"):
        return [schema_value(item) for item in value]
    if keyword in ("properties", "patternProperties", "definitions"):
        return {name: schema_value(child) for name, child in value.items()}
    if keyword == "items":
        return items_value(value)
    if keyword in ("additionalProperties", "additionalItems"):
        is_schema = isinstance(value, dict)
        return Struct(Allows=is_schema or value, Schema=schema_value(value) if is_schema else None)
    if keyword == "dependencies":
        return {name: _dependency(item) for name, item in value.items()}
    if keyword == "externalDocs":
        return Struct(Description=value.get("description", ""), URL=value.get("url", ""))
    if keyword == "x-kubernetes-validations":
        return [_rule(rule) for rule in value]
    return value


def items_value(value: Any) -> Struct:
    """``JSONSchemaPropsOrArray``."""
    if isinstance(value, dict):
        return Struct(Schema=schema_value(value), JSONSchemas=None)
    # What is neither a schema nor a list of them is decoded to nothing.
    schemas = None if value is False else [schema_value(item) for item in value]
    return Struct(Schema=None, JSONSchemas=schemas)


def _dependency(value: Any) -> Struct:
    if isinstance(value, dict):
        return Struct(Schema=schema_value(value), Property=None)
    return Struct(Schema=None, Property=value or None)


def _rule(rule: Mapping[str, Any]) -> Struct:
    return Struct(
        Rule=rule.get("rule", ""),
        Message=rule.get("message", ""),
        MessageExpression=rule.get("messageExpression", ""),
        Reason=rule.get("reason"),
        FieldPath=rule.get("fieldPath", ""),
        OptionalOldSelf=rule.get("optionalOldSelf"),
    )
