"""The pipelines: each module reads from top to bottom as what one command does."""
