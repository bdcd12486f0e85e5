"""Mail addresses by the rules of Go's ``net/mail``, which decides the format ``email``.

Source: ``ParseAddress`` in ``net/mail/message.go``: RFC 5322 with a display name, comments and groups, so
that ``Ann <a@b>`` and ``friends: a@b;`` are addresses, too. One pass, no recursion.
"""

from __future__ import annotations

from scaffolder.apimachinery.ip import is_net_ip, parse_ip

_SPECIALS = frozenset('()<>[]:;@\\,"')
_CHARSETS = ("utf-8", "iso-8859-1", "us-ascii")


class MailError(ValueError):
    """Not a mail address; the text is for debugging, the server does not print it."""


def _is_address_literal(literal: str) -> bool:
    """What Go 1.27 takes in brackets: any address after ``IPv6:``, else one that ``net.IP.To4`` knows."""
    if literal.startswith("IPv6:"):
        return is_net_ip(literal[len("IPv6:") :])
    if not is_net_ip(literal):
        return False
    address = parse_ip(literal)
    return address.bits == 32 or address.is_4_in_6()


def is_mail_address(text: str) -> bool:
    """Whether ``mail.ParseAddress`` takes it."""
    try:
        _Parser(text).parse_single_address()
    except MailError:
        return False
    return True


class _Parser:
    """``addrParser``."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0

    def parse_single_address(self) -> None:
        count = self._address(may_be_group=True)
        self._skip_comments()
        if self.position < len(self.text):
            raise MailError("expected single address")
        if count != 1:
            raise MailError("a group of none or several")

    def _address(self, *, may_be_group: bool) -> int:
        """How many addresses stand here: one, unless it is a group."""
        self._skip_space()
        start = self.position
        try:
            self._addr_spec()
        except MailError:
            self.position = start
        else:
            self._skip_space()
            if self._peek() == "(":
                self._display_name_comment()
            return 1
        if self._peek() != "<":
            self._phrase()
        self._skip_space()
        if may_be_group and self._consume(":"):
            return self._group()
        self._expect("<")
        self._addr_spec()
        self._expect(">")
        return 1

    def _group(self) -> int:
        count = 0
        self._skip_space()
        if self._consume(";"):
            self._skip_comments()
            return 0
        while True:
            count += self._address(may_be_group=False)
            self._skip_comments()
            if self._consume(";"):
                self._skip_comments()
                return count
            self._expect(",")

    def _addr_spec(self) -> None:
        self._skip_space()
        if self._peek() == '"':
            if self._quoted_string() == 0:
                raise MailError("empty quoted string in addr-spec")
        else:
            self._atom(permissive=False)
        self._expect("@")
        self._skip_space()
        if self._peek() == "[":
            self._domain_literal()
        else:
            self._atom(permissive=False)

    def _phrase(self) -> None:
        """Words; after the first, whatever is no word ends it.

        Encoded words count once something else follows or there is text in them, and no comment may follow
        them.
        """
        words = encoded = 0
        while True:
            if words:
                self._skip_comments()
            self._skip_space()
            if self.position == len(self.text):
                return
            try:
                if self._peek() == '"':
                    self._quoted_string()
                    length = None
                else:
                    length = _encoded_length(self._atom(permissive=True))
            except MailError:
                if words == 0 and encoded == 0:
                    raise
                return
            if length is None:
                words += 1
            else:
                encoded += length

    def _quoted_string(self) -> int:
        """Skips it, and says how many characters are in it; on failure nothing is skipped."""
        position = self.position + 1
        count = 0
        text = self.text
        while position < len(text):
            character = text[position]
            position += 1
            if character == '"':
                self.position = position
                return count
            if character == "\\":
                if position == len(text):
                    break
                character = text[position]
                position += 1
            if not _is_visible(character) and character not in " \t":
                raise MailError("bad character in quoted-string")
            count += 1
        raise MailError("unclosed quoted-string")

    def _atom(self, *, permissive: bool) -> str:
        """A dot-atom; ``permissive`` allows dots anywhere."""
        start = position = self.position
        text = self.text
        while position < len(text) and _is_visible(text[position]) and text[position] not in _SPECIALS:
            position += 1
        if position == start:
            raise MailError("invalid string")
        self.position = position
        atom = text[start:position]
        if not permissive and (atom.startswith(".") or ".." in atom or atom.endswith(".")):
            raise MailError("misplaced dot in atom")
        return atom

    def _domain_literal(self) -> None:
        start = self.position + 1
        end = self.text.find("]", start)
        literal = self.text[start:end]
        if end < 0 or any(character in "[\\" or not _is_visible(character) for character in literal):
            raise MailError("malformed domain-literal")
        if not _is_address_literal(literal):
            raise MailError("invalid IP address in domain-literal")
        self.position = end + 1

    def _display_name_comment(self) -> None:
        start = self.position + 1
        self._comment()
        for word in self.text[start : self.position - 1].replace("\t", " ").split(" "):
            _encoded_length(word)

    def _comment(self) -> None:
        """A comment, parentheses nested, at the opening one."""
        depth = 0
        text = self.text
        position = self.position
        while position < len(text):
            character = text[position]
            if character == "\\" and position + 1 < len(text):
                position += 1
            elif character == "(":
                depth += 1
            elif character == ")":
                depth -= 1
            position += 1
            if depth == 0:
                self.position = position
                return
        raise MailError("misformatted parenthetical comment")

    def _skip_comments(self) -> None:
        """``skipCFWS``."""
        self._skip_space()
        while self._peek() == "(":
            self._comment()
            self._skip_space()

    def _skip_space(self) -> None:
        while self._peek() in (" ", "\t"):
            self.position += 1

    def _peek(self) -> str:
        return self.text[self.position : self.position + 1]

    def _consume(self, character: str) -> bool:
        if self._peek() != character:
            return False
        self.position += 1
        return True

    def _expect(self, character: str) -> None:
        if not self._consume(character):
            raise MailError(f"expected {character}")


def _is_visible(character: str) -> bool:
    return "!" <= character <= "~" or character >= "\x80"


def _encoded_length(word: str) -> int | None:
    """How much is in an encoded word (RFC 2047), None for plain text; an unknown charset is an error."""
    if len(word) < 8 or word[:2] != "=?" or word[-2:] != "?=" or word.count("?") != 4:
        return None
    charset, encoding, content = word[2:-2].split("?")
    if charset == "" or encoding not in ("B", "b", "Q", "q") or not _decodes(encoding, content):
        return None
    if charset.lower() not in _CHARSETS:
        raise MailError("charset not supported")
    return len(content)


def _decodes(encoding: str, content: str) -> bool:
    if encoding in "Bb":
        from binascii import Error, a2b_base64

        try:
            a2b_base64(content.encode(), strict_mode=True)
        except Error:
            return False
        return True
    for part in content.split("=")[1:]:
        if len(part) < 2 or part[:2].strip("0123456789abcdefABCDEF"):
            return False
    return all(" " <= character <= "~" for character in content)
