"""GraphQL types about people."""
