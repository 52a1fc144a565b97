"""The versions of the desk's log and rows, in order."""
