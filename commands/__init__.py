"""Who does what: every command of the business, one function each — load, decide, keep."""
