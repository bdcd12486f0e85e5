"""A pydantic v2 model class, ``package.module:Class``: of the whole object (it has ``spec``) or of the spec.

Importing a module runs its code. There is no way to read a class without that; name only what you would run.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any

from scaffolder.errors import ScaffoldError
from scaffolder.sources._assembly import is_whole, resource_of, said_by, version_name, version_of
from scaffolder.sources._cursor import check_depth
from scaffolder.sources._errors import SourceError, meant
from scaffolder.sources._structural_form import StructuralForm

if TYPE_CHECKING:
    from scaffolder.model.resource import Resource
    from scaffolder.sources._source import Source

DESCRIPTION = "package.module:Class, a pydantic v2 model (the module is imported, so its code runs)"

_NAME = r"[^\W\d]\w*(?:\.[^\W\d]\w*)*"
_CLASS = re.compile(f"({_NAME}):({_NAME})")


def recognises(source: Source) -> bool:
    return not source.documents and _CLASS.fullmatch(source.text) is not None


def read(source: Source) -> list[Resource]:
    """One resource of one version. The class's name becomes the kind where no other is said or told."""
    from pydantic.errors import PydanticUserError

    model = _model(source)
    try:
        json_schema = model.model_json_schema(mode="validation", by_alias=True)
    except (PydanticUserError, RecursionError) as error:
        raise _error(f"pydantic makes no JSON Schema of it: {_first_line(error)}", source) from None
    said = said_by(json_schema, name=model.__name__.removesuffix("Spec") or model.__name__)
    try:
        check_depth(json_schema)
        schema = StructuralForm(json_schema, titles=False).of(json_schema, ())
        version = version_of(schema, version_name(said, source), whole=is_whole(schema))
        return [resource_of((version,), said, source)]
    except SourceError as error:
        where = ".".join(str(step) for step in error.path if step not in ("properties", "$defs"))
        raise _error(f"{where}: {error.message}" if where else error.message, source, error.hint) from None


def _model(source: Source) -> Any:
    from pydantic import BaseModel

    module_name, _, class_name = source.text.partition(":")
    found = _imported(module_name, source)
    for name in class_name.split("."):
        if not hasattr(found, name):
            raise _error(f"{module_name} has no {class_name}", source, meant(name, vars(found)))
        found = getattr(found, name)
    if not isinstance(found, type) or not issubclass(found, BaseModel):
        raise _error(
            f"{class_name} is not a pydantic v2 model", source, "it has to inherit pydantic.BaseModel"
        )
    return found


def _imported(name: str, source: Source) -> Any:
    """The module, as ``python -m`` would find it: the current folder goes before what is installed."""
    from importlib import import_module

    path = list(sys.path)
    sys.path.insert(0, "")
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        hint = "run scaffold where it can be imported" if error.name and name.startswith(error.name) else None
        raise _error(f"there is no module {error.name}", source, hint) from None
    except (Exception, SystemExit) as error:
        raise _error(
            f"importing {name} failed: {type(error).__name__}: {_first_line(error)}", source
        ) from error
    finally:
        sys.path[:] = path


def _first_line(error: BaseException) -> str:
    return str(error).strip().partition("\n")[0][:200]


def _error(message: str, source: Source, hint: str | None = None) -> ScaffoldError:
    return ScaffoldError(message, hint=hint, file=source.text)
