"""How objects get from one version to another: the CRD's ``spec.conversion``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scaffolder.sources._errors import shown

if TYPE_CHECKING:
    from scaffolder.sources._cursor import Cursor


def conversion_of(cursor: Cursor | None) -> dict[str, Any] | None:
    """The conversion as written; None for the strategy None, which changes nothing but the apiVersion."""
    if cursor is None:
        return None
    fields = cursor.fields(required=("strategy",))
    match fields["strategy"].text():
        case "None":
            return None
        case "Webhook":
            if "webhook" not in fields:
                raise cursor.error(
                    "webhook is missing from the conversion", "add webhook: {clientConfig: ...}"
                )
            fields["webhook"].fields()
            value: dict[str, Any] = cursor.value
            return value
        case other:
            raise fields["strategy"].error(
                f"{shown(other)} is not a strategy of conversion", "None or Webhook"
            )
