"""The CCO's board: numbers of countermeasures, each with the list behind it."""
