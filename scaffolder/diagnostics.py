"""What was found out about documents: the vocabulary between validators and reporters.

Plain classes instead of dataclasses: this module is on the start-up path of ``scaffold validate``, and
``dataclasses`` alone costs more than reading and checking one resource.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any, Literal

    # One step from a value to a part of it: a key of a mapping or an index of a list.
    Path = tuple[str | int, ...]
    Verdict = Literal["valid", "invalid", "skipped", "error"]

# metav1.CauseType, the machine-readable half of a cause in a 422 answer
# https://github.com/kubernetes/apimachinery/blob/master/pkg/util/validation/field/errors.go
REQUIRED = "FieldValueRequired"
INVALID = "FieldValueInvalid"
TYPE_INVALID = "FieldValueTypeInvalid"
NOT_SUPPORTED = "FieldValueNotSupported"
DUPLICATE = "FieldValueDuplicate"
FORBIDDEN = "FieldValueForbidden"
NOT_FOUND = "FieldValueNotFound"
TOO_LONG = "FieldValueTooLong"
TOO_MANY = "FieldValueTooMany"
INTERNAL = "InternalError"
# A 400 answer carries no causes; these reasons are ours (docs/verdict.md).
UNKNOWN_FIELD = "UnknownField"
DUPLICATE_FIELD = "DuplicateField"
BAD_REQUEST = "BadRequest"
# So are those of warnings, which the server sends as bare texts.
WARNING = "Warning"


class Diagnostic:
    """One thing that is wrong, in the words of the kube-apiserver.

    ``field``, ``reason`` and ``message`` are the server's own (``details.causes`` of its answer). ``path``
    leads to the value that is to be underlined; ``line`` and ``column`` (from 1) and ``excerpt``, the text of
    that line, are filled in by whoever knows the document, and only for what is reported. ``hint`` is ours,
    for people.
    """

    __slots__ = ("column", "excerpt", "field", "hint", "line", "message", "path", "reason")

    def __init__(
        self,
        field: str,
        reason: str,
        message: str,
        path: Path = (),
        *,
        line: int | None = None,
        column: int | None = None,
        hint: str | None = None,
        excerpt: str | None = None,
    ) -> None:
        self.field = field
        self.reason = reason
        self.message = message
        self.path = path
        self.line = line
        self.column = column
        self.hint = hint
        self.excerpt = excerpt

    def __str__(self) -> str:
        """The server prints ``<nil>`` for a cause that is about the whole object; people are spared it."""
        return self.message if self.field in ("", "<nil>") else f"{self.field}: {self.message}"

    def __repr__(self) -> str:
        return f"Diagnostic({self.field!r}, {self.reason!r}, {self.message!r}, {self.path!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Diagnostic) and all(
            getattr(self, slot) == getattr(other, slot) for slot in self.__slots__
        )

    __hash__ = None  # type: ignore[assignment]  # line and column are filled in later


def in_order(errors: Iterable[Diagnostic]) -> list[Diagnostic]:
    """As they are reported: by line, then column, then field."""
    return sorted(errors, key=lambda error: (error.line or 0, error.column or 0, error.field))


class Result:
    """The verdict on one document: one entry of ``results`` in the results document.

    ``object`` is what the server would store, where that was asked for and the document is valid. ``note``
    says why a document was skipped, if not because no CRD given defines its kind.
    """

    __slots__ = (
        "api_version",
        "document",
        "errors",
        "file",
        "kind",
        "line",
        "name",
        "note",
        "object",
        "verdict",
        "warnings",
    )

    def __init__(
        self,
        file: str,
        document: int,
        verdict: Verdict,
        *,
        line: int = 1,
        api_version: str | None = None,
        kind: str | None = None,
        name: str | None = None,
        errors: Sequence[Diagnostic] = (),
        warnings: Sequence[Diagnostic] = (),
        object: Any = None,
        note: str | None = None,
    ) -> None:
        self.file = file
        self.document = document
        self.verdict = verdict
        self.line = line
        self.api_version = api_version
        self.kind = kind
        self.name = name
        self.errors = errors
        self.warnings = warnings
        self.object = object
        self.note = note

    def __repr__(self) -> str:
        return f"Result({self.file!r}, {self.document!r}, {self.verdict!r}, errors={self.errors!r})"


class Summary:
    """How many of what: the tail of the results document."""

    __slots__ = ("documents", "errors", "files", "invalid", "skipped", "valid", "warnings")

    def __init__(self) -> None:
        self.files = self.documents = self.valid = self.invalid = self.skipped = self.errors = 0
        self.warnings = 0

    def count(self, result: Result) -> None:
        """Adds one result. Files are counted by whoever reads them: one file gives many results, or none."""
        self.documents += 1
        self.warnings += len(result.warnings)
        if result.verdict == "valid":
            self.valid += 1
        elif result.verdict == "invalid":
            self.invalid += 1
        elif result.verdict == "skipped":
            self.skipped += 1
        else:
            self.errors += 1
