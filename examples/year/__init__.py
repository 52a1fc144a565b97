"""A year in the register: from the report of 2023-02-17 to the spring of 2024."""
