"""Everything that changes a room."""
