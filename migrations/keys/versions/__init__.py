"""The versions of the desk's key store, in order."""
