"""A small option parser, for the commands that must not wait for typer or argparse to be imported.

It reads what those two would: ``--name value``, ``--name=value``, flags, ``--`` and positional arguments in
any order. One table of options gives both the parser and the help text.
"""

from __future__ import annotations

from scaffolder.errors import ScaffoldError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Option:
    """``metavar`` is ``""`` for a flag. ``many`` collects every value given, else the last one counts."""

    __slots__ = ("choices", "help", "many", "metavar", "name")

    def __init__(
        self, name: str, metavar: str, help: str, *, many: bool = False, choices: Iterable[str] = ()
    ) -> None:
        self.name = name
        self.metavar = metavar
        self.help = help
        self.many = many
        self.choices = choices


class Command:
    """What a command accepts. ``examples`` are whole command lines, with a word on each."""

    __slots__ = ("examples", "name", "operands", "options", "summary")

    def __init__(
        self,
        name: str,
        operands: str,
        summary: str,
        options: Sequence[Option],
        examples: Sequence[tuple[str, str]],
    ) -> None:
        self.name = name
        self.operands = operands
        self.summary = summary
        self.options = options
        self.examples = examples

    def help(self) -> str:
        rows = [(f"{o.name} {o.metavar}".rstrip(), o.help) for o in self.options]
        rows.append(("--help", "Show this message."))
        width = max(len(left) for left, _ in rows)
        lines = [f"Usage: scaffold {self.name} [OPTIONS] {self.operands}", "", self.summary, "", "Options:"]
        lines += [f"  {left:<{width}}  {right}" for left, right in rows]
        lines += ["", "Examples:"]
        for command, word in self.examples:
            lines += [f"  # {word}", f"  {command}"]
        return "\n".join(lines) + "\n"


class Parsed:
    """``values[name]`` are the values of an option, in order; a flag that was given has the value ``""``."""

    __slots__ = ("operands", "values")

    def __init__(self) -> None:
        self.values: dict[str, list[str]] = {}
        self.operands: list[str] = []

    def flag(self, name: str) -> bool:
        return name in self.values

    def one(self, name: str, default: str | None = None) -> str | None:
        return self.values[name][-1] if name in self.values else default

    def many(self, name: str) -> list[str]:
        return self.values.get(name, [])


def parse(command: Command, arguments: Sequence[str]) -> Parsed | None:
    """``None`` when help was asked for; ``ScaffoldError`` for anything that the command does not accept."""
    options = {option.name: option for option in command.options}
    parsed = Parsed()
    waiting = list(reversed(arguments))
    while waiting:
        argument = waiting.pop()
        if argument == "--":
            parsed.operands += reversed(waiting)
            break
        if argument in ("--help", "-h"):
            return None
        if not argument.startswith("-") or argument == "-":
            parsed.operands.append(argument)
            continue
        name, equals, value = argument.partition("=")
        option = options.get(name)
        if option is None:
            raise _usage(command, f"no such option: {name}{_meant(name, options)}")
        if not option.metavar:
            if equals:
                raise _usage(command, f"{name} takes no value")
        elif not equals:
            if not waiting:
                raise _usage(command, f"{name} needs a value: {option.metavar}")
            value = waiting.pop()
        choices = sorted(option.choices)
        if choices and value not in choices:
            raise _usage(command, f"{name} is one of {', '.join(choices)}, not {value!r}")
        parsed.values.setdefault(name, []).append(value)
    return parsed


def one_reader_of_stdin(paths: Iterable[str]) -> None:
    """Raises ``ScaffoldError`` if more than one of them is ``-``, which can be read only once."""
    if [*paths].count("-") > 1:
        raise ScaffoldError(
            "- stands for standard input, which can be read only once", hint="name files instead"
        )


def _usage(command: Command, message: str) -> ScaffoldError:
    return ScaffoldError(message, hint=f"see `scaffold {command.name} --help`")


def _meant(name: str, options: Iterable[str]) -> str:
    if "." in name or "/" in name:
        return f"; is it a file? Then write -- {name}"
    from difflib import get_close_matches

    near = get_close_matches(name, list(options), n=1)
    return f"; did you mean {near[0]}?" if near else ""
