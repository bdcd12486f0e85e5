"""Names, labels and annotations: what the server says about each.

Every check returns the server's messages, none if the value is good. Lengths are bytes of UTF-8, as Go counts
them, whatever unit the message names.

Sources, in ``k8s.io/apimachinery``: ``pkg/util/validation/validation.go`` (names),
``pkg/api/validate/content`` (label keys and values, identifiers, path segments: "bytes" for "characters"),
``pkg/api/validation/objectmeta.go`` (annotations, prefixes), ``pkg/api/meta/restmapper.go`` (plurals); and
``pkg/storage/names/generate.go`` of ``k8s.io/apiserver`` (generated names).
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

LABEL_LIMIT = 63
SUBDOMAIN_LIMIT = 253
ANNOTATIONS_LIMIT = 256 * 1024
# A generated name is at most a label long, its random end included.
GENERATED_PREFIX_LIMIT = 58
RANDOM_SUFFIX = "?????"

_LOWER = "abcdefghijklmnopqrstuvwxyz"
_DIGITS = "0123456789"
_LETTERS = _LOWER + _LOWER.upper()
# ``text.strip(ALPHABET)`` is empty if and only if text is made of these characters: the fastest such test.
_LABEL_ALPHABET = _LOWER + _DIGITS + "-"
_SUBDOMAIN_ALPHABET = _LABEL_ALPHABET + "."
_KEY_ALPHABET = _LETTERS + _DIGITS + "-_."
_IDENTIFIER_ALPHABET = _LETTERS + _DIGITS + "_"

_LABEL_PATTERN = "[a-z0-9]([-a-z0-9]*[a-z0-9])?"
_KEY_PATTERN = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]"

_LABEL_MESSAGE = (
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start "
    "and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', "
    f"regex used for validation is '{_LABEL_PATTERN}')"
)
_SUBDOMAIN_MESSAGE = (
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must "
    "start and end with an alphanumeric character (e.g. 'example.com', "
    f"regex used for validation is '{_LABEL_PATTERN}(\\.{_LABEL_PATTERN})*')"
)
_DNS1035_MESSAGE = (
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic "
    "character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', "
    "regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')"
)
_KEY_MESSAGE = (
    "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric "
    "character (e.g. 'MyName',  or 'my.name',  or '123-abc', "
    f"regex used for validation is '{_KEY_PATTERN}')"
)
_LABEL_VALUE_MESSAGE = (
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must "
    "start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', "
    f"regex used for validation is '({_KEY_PATTERN})?')"
)
_IDENTIFIER_MESSAGE = (
    "a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric "
    "characters or '_' (e.g. 'my_name',  or 'MY_NAME',  or 'MyName', "
    "regex used for validation is '[A-Za-z_][A-Za-z0-9_]*')"
)


def byte_length(text: str) -> int:
    """The length that Go's ``len`` gives: bytes of UTF-8 (a lone surrogate counts as U+FFFD, three bytes)."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


def lower_case(text: str) -> str:
    """``strings.ToLower``: letter by letter, where Python looks at the word and may give two for one."""
    if text.isascii():
        return text.lower()
    return "".join("i" if letter == "\u0130" else letter.lower() for letter in text)


def is_dns1123_label(value: str) -> bool:
    """Whether the characters are those of an RFC 1123 label; says nothing of the length."""
    return value != "" and not value.strip(_LABEL_ALPHABET) and value[0] != "-" and value[-1] != "-"


def is_dns1123_subdomain(value: str) -> bool:
    """Whether the characters are those of RFC 1123 labels joined by dots; says nothing of lengths."""
    return (
        value != ""
        and not value.strip(_SUBDOMAIN_ALPHABET)
        and value[0] not in "-."
        and value[-1] not in "-."
        and ".." not in value
        and ".-" not in value
        and "-." not in value
    )


def dns1123_label(value: str) -> list[str]:
    """``IsDNS1123Label``: names of namespaces and services, for instance."""
    messages = _too_long(value, LABEL_LIMIT)
    if not is_dns1123_label(value):
        messages.append("must not contain dots" if is_dns1123_subdomain(value) else _LABEL_MESSAGE)
    return messages


def dns1123_subdomain(value: str) -> list[str]:
    """``IsDNS1123Subdomain``: names of most resources, API groups, and every custom resource."""
    messages = _too_long(value, SUBDOMAIN_LIMIT)
    if not is_dns1123_subdomain(value):
        messages.append(_SUBDOMAIN_MESSAGE)
    return messages


def dns1035_label(value: str) -> list[str]:
    """``IsDNS1035Label``: names of versions, kinds (in lower case) and plurals."""
    messages = _too_long(value, LABEL_LIMIT)
    if not is_dns1123_label(value) or value[0] in _DIGITS:
        messages.append(_DNS1035_MESSAGE)
    return messages


def mask_trailing_dash(name: str) -> str:
    """``maskTrailingDash``: a prefix as it is checked, with a letter for what will follow its dash.

    It replaces the byte before the dash as well: ``a.-`` passes, and half a character is left of ``é-``.
    """
    if len(name) < 2 or not name.endswith("-"):
        return name
    return f"{name[:-2]}{'' if name[-2].isascii() else name[-2]}a"


def name_prefix(value: str) -> list[str]:
    """``NameIsDNSSubdomain`` with ``prefix`` set: what ``metadata.generateName`` may be."""
    return dns1123_subdomain(mask_trailing_dash(value))


def generated_name(prefix: str, suffix: str = RANDOM_SUFFIX) -> str:
    """What the server makes of ``metadata.generateName``: its first 58 bytes and five random letters.

    A character cut in two becomes U+FFFD; such a name is refused anyway.
    """
    if byte_length(prefix) > GENERATED_PREFIX_LIMIT:
        cut = prefix.encode("utf-8", "surrogatepass")[:GENERATED_PREFIX_LIMIT]
        prefix = cut.decode("utf-8", "replace")
    return prefix + suffix


def label_key(value: str) -> list[str]:
    """``IsLabelKey``, also known as ``IsQualifiedName``: a name with an optional DNS prefix and a slash."""
    parts = value.split("/")
    if len(parts) > 2:
        return [
            f"a valid label key {_KEY_MESSAGE} with an optional DNS subdomain prefix and '/' "
            "(e.g. 'example.com/MyName')"
        ]
    messages = []
    name = parts[-1]
    if len(parts) == 2:
        prefix = parts[0]
        if prefix == "":
            messages.append("prefix part must be non-empty")
        else:
            if byte_length(prefix) > SUBDOMAIN_LIMIT:
                messages.append(f"prefix part must be no more than {SUBDOMAIN_LIMIT} bytes")
            if not is_dns1123_subdomain(prefix):
                messages.append(f"prefix part {_SUBDOMAIN_MESSAGE}")
    if name == "":
        messages.append("name part must be non-empty")
    elif byte_length(name) > LABEL_LIMIT:
        messages.append(f"name part must be no more than {LABEL_LIMIT} bytes")
    if not _is_key(name):
        messages.append(f"name part {_KEY_MESSAGE}")
    return messages


def finalizer_name(value: str) -> list[str]:
    """``ValidateFinalizerName``."""
    return label_key(value)


def label_value(value: str) -> list[str]:
    """``IsLabelValue``."""
    messages = []
    if byte_length(value) > LABEL_LIMIT:
        messages.append(f"must be no more than {LABEL_LIMIT} bytes")
    if value != "" and not _is_key(value):
        messages.append(_LABEL_VALUE_MESSAGE)
    return messages


def annotation_key(value: str) -> list[str]:
    """A key of ``ValidateAnnotations``: a label key whose prefix may have capitals."""
    return label_key(lower_case(value))


def annotations_size(annotations: Mapping[str, str]) -> int:
    """The bytes of all keys and values, of which ``ANNOTATIONS_LIMIT`` are allowed."""
    return sum(byte_length(key) + byte_length(value) for key, value in annotations.items())


def path_segment_name(value: str) -> list[str]:
    """``IsPathSegmentName``: all that is asked of the names of embedded resources."""
    if value in (".", ".."):
        return [f"may not be '{value}'"]
    return [f"may not contain '{character}'" for character in "/%" if character in value]


def c_identifier(value: str) -> list[str]:
    """``IsCIdentifier``; says nothing of the length."""
    if value == "" or value.strip(_IDENTIFIER_ALPHABET) or value[0] in _DIGITS:
        return [_IDENTIFIER_MESSAGE]
    return []


def plural_of(kind: str) -> str:
    """``meta.UnsafeGuessKindToResource``: the resource name that tools guess for a kind."""
    singular = lower_case(kind)
    if singular == "" or singular.endswith("endpoints"):
        return singular
    if singular.endswith("s"):
        return singular + "es"
    if singular.endswith("y"):
        return singular[:-1] + "ies"
    return singular + "s"


def _is_key(value: str) -> bool:
    return value != "" and not value.strip(_KEY_ALPHABET) and value[0] not in "-_." and value[-1] not in "-_."


def _too_long(value: str, limit: int) -> list[str]:
    return [f"must be no more than {limit} characters"] if byte_length(value) > limit else []
