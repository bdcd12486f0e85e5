"""The command line: parse, call a workflow, choose the exit code."""
