"""Parties, departments, members and their roles: who there is, and who may do what."""
