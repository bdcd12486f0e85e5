"""Results → text, a piece at a time. One file a format, named as in ``--format``, each declaring ``report``:

    report(results: Iterable[Result], summary: Summary, style: Style) -> Iterator[str]

``summary`` is complete once ``results`` is exhausted. Results come as they are found and are not kept, so
that memory is bounded by the largest document and not by the tree.
"""
