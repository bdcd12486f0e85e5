"""Semantic versions as CEL's ``semver()`` reads and compares them.

Sources: ``github.com/blang/semver/v4`` (``Parse`` and ``Compare``), and ``normalizeAndParse`` in
``k8s.io/apiserver/pkg/cel/library/semverlib.go`` for the tolerant form. Build metadata is checked, but does
not count in comparisons.
"""

from __future__ import annotations

from scaffolder.apimachinery.quoting import quote

_DIGITS = "0123456789"
_ALPHANUMERIC = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-0123456789"
_MAX_UINT64 = (1 << 64) - 1


class SemverError(ValueError):
    """Not a semantic version; the text is that of the Go library."""


class Semver:
    """A version; identifiers of ``prerelease`` are ints where they are numbers."""

    __slots__ = ("build", "major", "minor", "patch", "prerelease")

    def __init__(
        self, major: int, minor: int, patch: int, prerelease: tuple[int | str, ...], build: tuple[str, ...]
    ) -> None:
        self.major = major
        self.minor = minor
        self.patch = patch
        self.prerelease = prerelease
        self.build = build

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Semver) and self.compare(other) == 0

    def __hash__(self) -> int:
        return hash((self.major, self.minor, self.patch, self.prerelease))

    def __repr__(self) -> str:
        return f"Semver({str(self)!r})"

    def __str__(self) -> str:
        text = f"{self.major}.{self.minor}.{self.patch}"
        if self.prerelease:
            text += "-" + ".".join(map(str, self.prerelease))
        return f"{text}+{'.'.join(self.build)}" if self.build else text

    def compare(self, other: Semver) -> int:
        """-1, 0 or 1: by precedence, in which a version with a prerelease comes before the one without."""
        numbers = (self.major, self.minor, self.patch)
        other_numbers = (other.major, other.minor, other.patch)
        if numbers != other_numbers:
            return 1 if numbers > other_numbers else -1
        if not self.prerelease or not other.prerelease:
            return (not self.prerelease) - (not other.prerelease)
        # Numbers come before words.
        left = [(isinstance(part, str), part) for part in self.prerelease]
        right = [(isinstance(part, str), part) for part in other.prerelease]
        for one, two in zip(left, right, strict=False):
            if one != two:
                if one[0] != two[0]:
                    return 1 if one[0] else -1
                return 1 if _greater(one[1], two[1]) else -1
        return (len(left) > len(right)) - (len(left) < len(right))


def parse_semver(text: str) -> Semver:
    """``semver.Parse``: strict, no leading ``v``, no leading zeros. Raises ``SemverError``."""
    if text == "":
        raise SemverError("Version string empty")
    parts = text.split(".", 2)
    if len(parts) != 3:
        raise SemverError("No Major.Minor.Patch elements found")
    major = _number(parts[0], "major")
    minor = _number(parts[1], "minor")
    patch, plus, metadata = parts[2].partition("+")
    patch, hyphen, prerelease = patch.partition("-")
    number = _number(patch, "patch")
    return Semver(
        major,
        minor,
        number,
        tuple(map(_prerelease, prerelease.split("."))) if hyphen else (),
        tuple(map(_metadata, metadata.split("."))) if plus else (),
    )


def parse_tolerant_semver(text: str) -> Semver:
    """``semver(text, true)``: a leading ``v``, leading zeros and missing parts are mended first.

    Raises ``SemverError``.
    """
    parts = text.removeprefix("v").split(".", 2)
    for index, part in enumerate(parts):
        if len(part.encode("utf-8", "surrogatepass")) > 1:
            stripped = part.lstrip("0")
            if stripped == "" or stripped[0] not in _DIGITS:
                stripped = "0" + stripped
            parts[index] = stripped
    if len(parts) < 3:
        if "+" in parts[-1] or "-" in parts[-1]:
            raise SemverError("short version cannot contain PreRelease/Build meta data")
        parts += ["0"] * (3 - len(parts))
    return parse_semver(".".join(parts))


def _number(text: str, which: str) -> int:
    if text.strip(_DIGITS) or text == "":
        if text.strip(_DIGITS):
            raise SemverError(f"Invalid character(s) found in {which} number {quote(text)}")
        raise SemverError(f"strconv.ParseUint: parsing {quote(text)}: invalid syntax")
    if len(text) > 1 and text[0] == "0":
        raise SemverError(f"{which.capitalize()} number must not contain leading zeroes {quote(text)}")
    return _uint64(text)


def _uint64(text: str) -> int:
    if len(text) > 20 or int(text) > _MAX_UINT64:
        raise SemverError(f"strconv.ParseUint: parsing {quote(text)}: value out of range")
    return int(text)


def _prerelease(text: str) -> int | str:
    """``NewPRVersion``."""
    if text == "":
        raise SemverError("Prerelease is empty")
    if not text.strip(_DIGITS):
        if len(text) > 1 and text[0] == "0":
            raise SemverError(f"Numeric PreRelease version must not contain leading zeroes {quote(text)}")
        return _uint64(text)
    if text.strip(_ALPHANUMERIC):
        raise SemverError(f"Invalid character(s) found in prerelease {quote(text)}")
    return text


def _metadata(text: str) -> str:
    if text == "":
        raise SemverError("Build meta data is empty")
    if text.strip(_ALPHANUMERIC):
        raise SemverError(f"Invalid character(s) found in build meta data {quote(text)}")
    return text


def _greater(left: int | str, right: int | str) -> bool:
    if isinstance(left, int) and isinstance(right, int):
        return left > right
    return str(left) > str(right)
