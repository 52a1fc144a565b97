"""The rooms of Sekisho that decide: pure rules, no clock, no I/O."""
