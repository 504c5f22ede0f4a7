"""Forms: shape and length. What the words may be, the actions decide."""
