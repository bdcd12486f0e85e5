"""The rules of the server, one module each; ``validation.create`` and ``validation.update`` give their
order."""
