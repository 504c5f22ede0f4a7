"""The rooms of the demo community."""
