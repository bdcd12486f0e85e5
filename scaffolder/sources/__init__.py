"""Text → ``Resource``: one module for each form of input, and ``loader.load`` that picks the right one."""
