"""Rows about parties, departments and members."""
