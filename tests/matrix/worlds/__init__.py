"""The worlds of the tables: people in every relationship to one thing, and what stands in it."""
