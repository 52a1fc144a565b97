"""Rows of the register: reports, incidents, causes, countermeasures and what ties them."""
