"""Commands of the consultation desk."""
