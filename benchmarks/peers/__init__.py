"""Others that answer the meeting query from the same database, each as it is commonly put to use."""
