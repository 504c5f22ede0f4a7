"""Everything that a page reads: one function per page, which states its cost."""
