"""Commands about parties, departments and members."""
