"""The Common Expression Language, as the rules of Kubernetes use it.

    environment = Environment({"self": STRING})
    expression = check("self.startsWith('a')", environment)  # or CompileError, in the server's words
    cost = estimate(expression)                               # what the server would charge at most
    program = compile(expression, {"self": PLAIN})            # shapes say how raw data is to be read
    value, cost = program.evaluate("abc")

Text becomes tokens (``lexer``), tokens a tree (``parser``, ``macros``), the tree gets types (``checker``) and
a price (``cost``) and becomes Python (``codegen``) that calls ``runtime`` and ``libraries``; the way through
is ``expression``. None of it knows CustomResourceDefinitions: whoever embeds it declares the variables.
"""
