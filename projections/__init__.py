"""What can be known: current and past rows folded from facts, and who may see a row."""
