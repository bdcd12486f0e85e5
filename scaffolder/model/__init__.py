"""The vocabulary that everything shares: a custom resource, its versions and their schemas."""
