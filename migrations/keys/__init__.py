"""The migrations of the key store of the desk."""
