"""Everything that changes the community, one function per thing that a person does."""
