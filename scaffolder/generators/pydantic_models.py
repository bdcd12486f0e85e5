"""Typed pydantic v2 models of a kind, one module a version, written by datamodel-code-generator.

The models read what the API server hands out and write what it takes. They are strict about types and about
the constraints that pydantic has words for, drop unknown fields as the server prunes them (and keep them
where they are preserved), and give back what they were given: with ``exclude_unset=True``,
``Database.model_validate(document).model_dump()`` is ``document``.
"""

from __future__ import annotations

import ast
from collections.abc import Container
from functools import cache
from pathlib import Path

from scaffolder.errors import ScaffoldError
from scaffolder.files import GeneratedFile
from scaffolder.generators._headers import comment
from scaffolder.generators._model_schema import ModelSchema, Preparation
from scaffolder.generators._python_layout import annotated_assignment, class_statement, string
from scaffolder.model.layout import models_path
from scaffolder.model.project import Project
from scaffolder.model.resource import Resource, Version

LINE_LENGTH = 110

_BASE = "KubernetesModel"
#: Where the code generator is told to import the base class from; the line never reaches the output.
_BASE_MODULE = "kubernetes_model"

_BASE_CLASS = '''\
class KubernetesModel(BaseModel):
    """Fields are snake_case here and as in Kubernetes on the way in and out."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        serialize_by_alias=True,
        strict=True,
        use_attribute_docstrings=True,
        validate_by_alias=True,
        validate_by_name=True,
    )
'''


def generate(project: Project) -> list[GeneratedFile]:
    """One module for each version of each kind."""
    return [
        GeneratedFile(models_path(project, resource, version), models(resource, version))
        for resource in project.resources
        for version in resource.versions
    ]


def models(resource: Resource, version: Version) -> str:
    """The module with the models of one version: a base class, ``ObjectMeta``, then the kind's own classes.

    The class named after the kind comes last, with ``GROUP``, ``VERSION`` and ``PLURAL`` for clients.
    """
    prepared = Preparation(resource.kind, resource.api_version(version), _base_attributes())
    schema = prepared.run(version.schema)
    constants = {"GROUP": resource.group, "VERSION": version.name, "PLURAL": resource.names.plural}
    body, imports = _completed(_generated(schema, prepared.root_name), schema, prepared.root_name, constants)
    return "\n".join(
        [
            comment(resource.origin or resource.crd_name).rstrip(),
            "# ruff: noqa: E501, RUF001, RUF002, RUF100",
            f'"""{resource.kind} of {resource.api_version(version)}."""',
            "",
            "from __future__ import annotations",
            "",
            *imports,
            "",
            "",
            _BASE_CLASS,
            "",
            body,
            "",
        ]
    )


def _generated(schema: ModelSchema, root_name: str) -> str:
    """What datamodel-code-generator makes of the schema, unformatted."""
    from datamodel_code_generator import generate
    from datamodel_code_generator.enums import AliasGenerator, DataModelType, InputFileType
    from datamodel_code_generator.format import PythonVersion
    from datamodel_code_generator.parser import LiteralType

    definitions = dict(schema.definitions)
    code = generate(
        {"title": root_name, **definitions.pop(root_name), "$defs": definitions},
        input_file_type=InputFileType.JsonSchema,
        output_model_type=DataModelType.PydanticV2BaseModel,
        target_python_version=PythonVersion.PY_311,
        aliases={
            f"{name}.{original}": stand_in
            for name, attributes in schema.attributes.items()
            for stand_in, original in _stand_ins(attributes).items()
        },
        alias_generator=AliasGenerator.ToCamel,
        base_class=f"{_BASE_MODULE}.{_BASE}",
        disable_timestamp=True,
        enum_field_as_literal=LiteralType.All,
        field_constraints=True,
        formatters=[],
        keep_model_order=False,
        settings_path=Path("/"),
        strict_nullable=True,
        use_annotated=True,
        use_double_quotes=True,
        use_field_description=True,
        use_inline_field_description=True,
        use_schema_description=True,
        use_standard_collections=True,
        use_union_operator=True,
    )
    if not isinstance(code, str):
        raise ScaffoldError(f"no models could be generated for {root_name}")
    return code


def _stand_ins(attributes: dict[str, str]) -> dict[str, str]:
    """The property for each attribute as the code generator is to call it.

    It has ideas of its own about letters beyond ASCII.
    """
    return {
        attribute if attribute.isascii() else f"attribute__{index}": original
        for index, (original, attribute) in enumerate(attributes.items())
    }


def _completed(
    code: str, schema: ModelSchema, root_name: str, constants: dict[str, str]
) -> tuple[str, list[str]]:
    """The classes alone, with what the code generator has no words for, and the imports that they need.

    The configuration that all classes share is in their base class. What the code generator names but the
    schema does not, the constrained items of a list or values of a map, moves to where it is used. Defaults
    that are instances of other classes, and the constants of the kind, are added.
    """
    lines = code.splitlines()
    tree = ast.parse(code)
    inline = _Inline()
    for statement in tree.body:
        inline.learn(statement, known=schema.definitions)
    blocks = []
    for class_ in tree.body:
        if not isinstance(class_, ast.ClassDef) or class_.name not in schema.definitions:
            continue
        attributes = schema.attributes[class_.name]
        originals = _stand_ins(attributes)
        block = [class_statement(class_.name, _BASE, LINE_LENGTH)]
        if has_docstring := ast.get_docstring(class_) is not None:
            block += [*_source(class_.body[0], lines), ""]
        if class_.name == root_name:
            block += [
                *(f"    {name}: ClassVar[str] = {string(value)}" for name, value in constants.items()),
                "",
            ]
        for node in class_.body[has_docstring:]:
            match node:
                case ast.Assign(targets=[ast.Name("model_config")], value=ast.Call() as config):
                    if any(keyword.arg == "extra" for keyword in config.keywords):
                        block += ['    model_config = ConfigDict(extra="allow")', ""]
                case ast.AnnAssign(target=ast.Name(stand_in), annotation=annotation, value=value):
                    original = originals[stand_in]
                    default = schema.defaults.get((class_.name, original))
                    if default is not None:
                        value = ast.parse(default, mode="eval").body
                    block += annotated_assignment(
                        attributes[original], inline.visit(annotation), value, LINE_LENGTH
                    )
                case ast.Expr():
                    block += [*_source(node, lines), ""]
        blocks.append("\n".join(block).rstrip() + ("\n    pass" if len(block) == 1 else ""))
    imports = [node for node in tree.body if isinstance(node, ast.ImportFrom)]
    return "\n\n\n".join(blocks), _imports(imports)


class _Inline(ast.NodeTransformer):
    """Puts the types that have a name only because the code generator gave them one where they are used."""

    def __init__(self) -> None:
        self._types: dict[str, ast.expr] = {}

    def learn(self, statement: ast.stmt, known: Container[str]) -> None:
        match statement:
            case ast.ClassDef(name=name, body=[*_, ast.AnnAssign(target=ast.Name("root"), annotation=type_)]):
                pass
            case ast.Assign(targets=[ast.Name(name)], value=ast.Call(args=[_, type_])):
                pass
            case _:
                return
        if name not in known:
            self._types[name] = self.visit(type_)

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self._types.get(node.id, node)


def _source(node: ast.stmt, lines: list[str]) -> list[str]:
    return lines[node.lineno - 1 : node.end_lineno]


def _imports(generated: list[ast.ImportFrom]) -> list[str]:
    used = {alias.name for node in generated for alias in node.names}
    typing = sorted({"ClassVar"} | used & {"Annotated", "Any", "Literal"})
    pydantic = sorted({"BaseModel", "ConfigDict"} | used & {"Field"})
    return [
        f"from typing import {', '.join(typing)}",
        "",
        f"from pydantic import {', '.join(pydantic)}",
        "from pydantic.alias_generators import to_camel",
    ]


@cache
def _base_attributes() -> frozenset[str]:
    """What every pydantic model has, deprecated methods included."""
    from pydantic import BaseModel

    return frozenset(dir(BaseModel))
