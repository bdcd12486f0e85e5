"""Start, grow and keep a Kubernetes operator in Python."""

__version__ = "0.1.0"
