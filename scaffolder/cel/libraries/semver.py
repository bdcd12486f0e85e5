"""Semantic versions: https://github.com/kubernetes/apiserver/blob/master/pkg/cel/library/semverlib.go"""

from __future__ import annotations

from scaffolder.cel.overloads import Function, Library, Overload
from scaffolder.cel.runtime.errors import CelError, no_such_overload
from scaffolder.cel.runtime.values import Opaque
from scaffolder.cel.types import BOOL, INT, STRING, undeclared_message

TYPE_CHECKING = False
if TYPE_CHECKING:
    from scaffolder.apimachinery.semver import Semver

SEMVER = undeclared_message("kubernetes.Semver")


def declare() -> Library:
    two = (SEMVER, SEMVER)
    return Library(
        Function(
            "semver",
            Overload("string_to_semver", (STRING,), SEMVER, parse),
            Overload("string_bool_to_semver", (STRING, BOOL), SEMVER, parse),
        ),
        Function(
            "isSemver",
            Overload("is_semver_string", (STRING,), BOOL, is_semver),
            Overload("is_semver_string_bool", (STRING, BOOL), BOOL, is_semver),
        ),
        Function(
            "isGreaterThan", Overload("semver_is_greater_than", two, BOOL, is_greater_than, member=True)
        ),
        Function("isLessThan", Overload("semver_is_less_than", two, BOOL, is_less_than, member=True)),
        Function("compareTo", Overload("semver_compare_to", two, INT, compare_to, member=True)),
        Function("major", Overload("semver_major", (SEMVER,), INT, major, member=True)),
        Function("minor", Overload("semver_minor", (SEMVER,), INT, minor, member=True)),
        Function("patch", Overload("semver_patch", (SEMVER,), INT, patch, member=True)),
        since=(1, 33),
    )


class SemverValue(Opaque):
    __slots__ = ("version",)
    type_name = "kubernetes.Semver"
    go_type = "cel.Semver"

    def __init__(self, version: Semver) -> None:
        self.version = version

    def equals(self, other: object) -> bool:
        if not isinstance(other, SemverValue):
            raise no_such_overload()
        return self.version.compare(other.version) == 0


def parse(text: str, normalize: bool = False) -> SemverValue:
    from scaffolder.apimachinery.semver import SemverError, parse_semver, parse_tolerant_semver

    try:
        return SemverValue(parse_tolerant_semver(text) if normalize else parse_semver(text))
    except SemverError as error:
        raise CelError(str(error)) from error


def is_semver(text: str, normalize: bool = False) -> bool:
    try:
        parse(text, normalize)
    except CelError:
        return False
    return True


def is_greater_than(left: SemverValue, right: SemverValue) -> bool:
    return left.version.compare(right.version) > 0


def is_less_than(left: SemverValue, right: SemverValue) -> bool:
    return left.version.compare(right.version) < 0


def compare_to(left: SemverValue, right: SemverValue) -> int:
    return left.version.compare(right.version)


def _signed(number: int) -> int:
    """A uint64 as the int64 that Go makes of it."""
    return number - (1 << 64) if number >= 1 << 63 else number


def major(value: SemverValue) -> int:
    return _signed(value.version.major)


def minor(value: SemverValue) -> int:
    return _signed(value.version.minor)


def patch(value: SemverValue) -> int:
    return _signed(value.version.patch)
