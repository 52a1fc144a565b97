"""Comparing a paper with the register: what would change, what is wrong, what to look at."""
