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
    # Python has no stream for what its caller has closed (`2>&-`).
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
    if sys.stdout is None:
        os._exit(_output_failed(OSError(0, "standard output is closed")))
    code = main()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError as problem:
        code = _output_failed(problem)
    else:
        if "typer" in sys.modules:
            # A command that makes things: its libraries may have something to do at exit.
            sys.exit(code)
    # Taking the interpreter down takes as long as checking a file, and would flush what cannot be written.
    os._exit(code)


def _output_failed(problem: OSError) -> int:
    """For a reader that went away (`| head`), which is no mistake, and for a disk that is full."""
    import os

    if not isinstance(problem, BrokenPipeError):
        os.write(2, f"scaffold: the output cannot be written: {problem.strerror}\n".encode())
    # Python would complain once more when it flushes stdout at exit.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return FAILED


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
        from scaffolder.reporters._style import printable

        print(f"scaffold: {printable(str(problem))}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as problem:
        # Whoever opens a file names it in a ScaffoldError; what has no name is the output.
        if problem.filename is not None:
            raise
        return _output_failed(problem)


if __name__ == "__main__":
    console()
