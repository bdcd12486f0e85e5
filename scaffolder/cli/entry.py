"""The ``scaffold`` command: the error boundary, and the short way to the checking commands.

A pre-commit hook must feel instant, and importing typer costs several times what checking a file does. So the
checking commands are reached without it; everything else goes through ``cli.app``.
"""

from __future__ import annotations

import sys

from scaffolder.errors import ScaffoldError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

#: Nothing wrong.
OK = 0
#: Something checked is wrong: invalid, out of step, breaking.
WRONG = 1
#: The command could not do its work.
FAILED = 2
#: As shells report a process that ended on SIGINT.
INTERRUPTED = 130

# Lists and dicts that may be made before the garbage collector looks for cycles, of which checking makes none
# worth the search: one document has thousands.
_GC_THRESHOLD = 500_000


def console() -> NoReturn:
    """``scaffold``, as the process of its own that it is."""
    import gc
    import os

    gc.set_threshold(_GC_THRESHOLD)
    code = main()
    if "typer" in sys.modules:
        # A command that makes things: its libraries may have something to do at exit.
        sys.exit(code)
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        code = FAILED
    except OSError as problem:
        os.write(2, f"scaffold: the report cannot be written: {problem.strerror}\n".encode())
        code = FAILED
    # Taking the interpreter down would take as long as checking a file.
    os._exit(code)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code. A ``ScaffoldError`` becomes one line on stderr."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if given[:1] == ["validate"]:
            from scaffolder.cli import validate

            return validate.run(given[1:])
        if given[:1] == ["lint"]:
            from scaffolder.cli import lint

            return lint.run(given[1:])
        from scaffolder.cli import app

        return app.run(given)
    except ScaffoldError as problem:
        print(f"scaffold: {problem}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader went away (`| head`). Python would complain once more when it flushes stdout at exit.
        import os

        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED


if __name__ == "__main__":
    console()
