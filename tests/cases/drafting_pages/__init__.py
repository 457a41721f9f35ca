"""The pages on which a business case is started, written, shared, checked and sent."""
