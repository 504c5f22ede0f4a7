"""The chat pages. Everything that a socket does can be done here too, more slowly."""
