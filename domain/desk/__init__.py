"""The consultation desk: confidential tickets, who may see them, and who asked."""
