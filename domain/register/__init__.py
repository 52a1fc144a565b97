"""The register of countermeasures: what was promised, by when, and what came of it."""
