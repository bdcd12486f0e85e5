"""From a checked tree to the source of a Python function.

A rule is generated in up to two forms:

- The fast one is plain Python over raw data: ``self.replicas <= 10`` becomes ``a0['replicas'] <= 10``. It
fails with
  any exception where CEL has an error, and so says only that there was one.
- The careful one is run after such a failure. It calls ``runtime`` functions that know every error of the
language, and
  absorbs errors where ``||``, ``&&``, ``all`` and ``exists`` do.

Both may count cost (cel-go's interpreter/runtimecost.go). Code without loops whose costs have a known bound
does not. Nothing of an author's text gets into the source but as ``repr()`` of a constant.
"""
