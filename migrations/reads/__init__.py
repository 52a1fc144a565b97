"""The migrations of the reads on record, which are a store of their own."""
