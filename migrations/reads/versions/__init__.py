"""The versions of the store, in order."""
