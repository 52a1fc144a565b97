"""What changes, pushed to who subscribed: the same question asked again at each beat of a fixed clock."""
