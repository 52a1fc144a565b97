"""The log: one transaction per command, dense positions, sealed texts."""
