"""The migrations of the desk: its log, its rows, and the reads of its tickets."""
