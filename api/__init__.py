"""Who may ask: GraphQL types, planning, identity and HTTP."""
