"""Rows of the desk: what says who may see a ticket, its days and its state; nothing that was written."""
