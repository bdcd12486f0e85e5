"""Kubernetes' own small grammars: names, formats, quantities and what else is text with rules."""
