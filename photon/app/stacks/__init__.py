"""The use cases of stacks."""
