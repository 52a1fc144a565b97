"""GraphiQL, a page to try questions in: kept here whole, asks for a token, off unless switched on."""
