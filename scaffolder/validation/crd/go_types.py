"""The Go structs that a CustomResourceDefinition is decoded to, as far as JSON can tell.

Source: ``k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1/{types,types_jsonschema}.go``.

A struct maps the names of its JSON fields to their kinds: ``string``, ``bool``, ``int32``, ``int64``,
``float64``, ``bytes``, ``time``, ``metadata``, ``v1.JSON`` (any value); the name of a struct or a text type;
one of these in a list (``[]…``) or a map (``map …``). A star is a pointer, which tells a zero from nothing.
"""

from __future__ import annotations

Struct = dict[str, str]

# Their decoding is written by hand in ``UnmarshalJSON``, and does not report unknown fields.
SCHEMA_OR_ARRAY = "v1.JSONSchemaPropsOrArray"
SCHEMA_OR_BOOL = "v1.JSONSchemaPropsOrBool"
SCHEMA_OR_STRINGS = "v1.JSONSchemaPropsOrStringArray"

SCHEMA = "v1.JSONSchemaProps"
ROOT = "v1.CustomResourceDefinition"

#: Texts with a type of their own.
TEXTS = frozenset(
    (
        "string",
        "v1.ConditionStatus",
        "v1.ConversionStrategyType",
        "v1.CustomResourceDefinitionConditionType",
        "v1.FieldValueErrorReason",
        "v1.JSONSchemaURL",
        "v1.ResourceScope",
    )
)

#: Lists and maps with a name of their own, which messages use.
NAMED = {
    "v1.JSONSchemaDefinitions": f"map {SCHEMA}",
    "v1.JSONSchemaDependencies": f"map {SCHEMA_OR_STRINGS}",
    "v1.ValidationRules": "[]v1.ValidationRule",
}

STRUCTS: dict[str, Struct] = {
    ROOT: {
        "apiVersion": "string",
        "kind": "string",
        "metadata": "metadata",
        "spec": "v1.CustomResourceDefinitionSpec",
        "status": "v1.CustomResourceDefinitionStatus",
    },
    "v1.CustomResourceDefinitionSpec": {
        "group": "string",
        "names": "v1.CustomResourceDefinitionNames",
        "scope": "v1.ResourceScope",
        "versions": "[]v1.CustomResourceDefinitionVersion",
        "conversion": "*v1.CustomResourceConversion",
        "preserveUnknownFields": "bool",
    },
    "v1.CustomResourceDefinitionNames": {
        "plural": "string",
        "singular": "string",
        "shortNames": "[]string",
        "kind": "string",
        "listKind": "string",
        "categories": "[]string",
    },
    "v1.CustomResourceDefinitionVersion": {
        "name": "string",
        "served": "bool",
        "storage": "bool",
        "deprecated": "bool",
        "deprecationWarning": "*string",
        "schema": "*v1.CustomResourceValidation",
        "subresources": "*v1.CustomResourceSubresources",
        "additionalPrinterColumns": "[]v1.CustomResourceColumnDefinition",
        "selectableFields": "[]v1.SelectableField",
    },
    "v1.CustomResourceValidation": {"openAPIV3Schema": f"*{SCHEMA}"},
    "v1.CustomResourceSubresources": {
        "status": "*v1.CustomResourceSubresourceStatus",
        "scale": "*v1.CustomResourceSubresourceScale",
    },
    "v1.CustomResourceSubresourceStatus": {},
    "v1.CustomResourceSubresourceScale": {
        "specReplicasPath": "string",
        "statusReplicasPath": "string",
        "labelSelectorPath": "*string",
    },
    "v1.CustomResourceColumnDefinition": {
        "name": "string",
        "type": "string",
        "format": "string",
        "description": "string",
        "priority": "int32",
        "jsonPath": "string",
    },
    "v1.SelectableField": {"jsonPath": "string"},
    "v1.CustomResourceConversion": {
        "strategy": "v1.ConversionStrategyType",
        "webhook": "*v1.WebhookConversion",
    },
    "v1.WebhookConversion": {
        "clientConfig": "*v1.WebhookClientConfig",
        "conversionReviewVersions": "[]string",
    },
    "v1.WebhookClientConfig": {"url": "*string", "service": "*v1.ServiceReference", "caBundle": "bytes"},
    "v1.ServiceReference": {"namespace": "string", "name": "string", "path": "*string", "port": "*int32"},
    "v1.CustomResourceDefinitionStatus": {
        "conditions": "[]v1.CustomResourceDefinitionCondition",
        "acceptedNames": "v1.CustomResourceDefinitionNames",
        "storedVersions": "[]string",
        "observedGeneration": "int64",
    },
    "v1.CustomResourceDefinitionCondition": {
        "type": "v1.CustomResourceDefinitionConditionType",
        "status": "v1.ConditionStatus",
        "lastTransitionTime": "time",
        "reason": "string",
        "message": "string",
        "observedGeneration": "int64",
    },
    "v1.ExternalDocumentation": {"description": "string", "url": "string"},
    "v1.ValidationRule": {
        "rule": "string",
        "message": "string",
        "messageExpression": "string",
        "reason": "*v1.FieldValueErrorReason",
        "fieldPath": "string",
        "optionalOldSelf": "*bool",
    },
    SCHEMA: {
        "id": "string",
        "$schema": "v1.JSONSchemaURL",
        "$ref": "*string",
        "description": "string",
        "type": "string",
        "format": "string",
        "title": "string",
        "default": "*v1.JSON",
        "maximum": "*float64",
        "exclusiveMaximum": "bool",
        "minimum": "*float64",
        "exclusiveMinimum": "bool",
        "maxLength": "*int64",
        "minLength": "*int64",
        "pattern": "string",
        "maxItems": "*int64",
        "minItems": "*int64",
        "uniqueItems": "bool",
        "multipleOf": "*float64",
        "enum": "[]v1.JSON",
        "maxProperties": "*int64",
        "minProperties": "*int64",
        "required": "[]string",
        "items": f"*{SCHEMA_OR_ARRAY}",
        "allOf": f"[]{SCHEMA}",
        "oneOf": f"[]{SCHEMA}",
        "anyOf": f"[]{SCHEMA}",
        "not": f"*{SCHEMA}",
        "properties": f"map {SCHEMA}",
        "additionalProperties": f"*{SCHEMA_OR_BOOL}",
        "patternProperties": f"map {SCHEMA}",
        "dependencies": "v1.JSONSchemaDependencies",
        "additionalItems": f"*{SCHEMA_OR_BOOL}",
        "definitions": "v1.JSONSchemaDefinitions",
        "externalDocs": "*v1.ExternalDocumentation",
        "example": "*v1.JSON",
        "nullable": "bool",
        "x-kubernetes-preserve-unknown-fields": "*bool",
        "x-kubernetes-embedded-resource": "bool",
        "x-kubernetes-int-or-string": "bool",
        "x-kubernetes-list-map-keys": "[]string",
        "x-kubernetes-list-type": "*string",
        "x-kubernetes-map-type": "*string",
        "x-kubernetes-validations": "v1.ValidationRules",
    },
}
