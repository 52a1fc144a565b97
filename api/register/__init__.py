"""GraphQL types, queries and mutations of the register."""
