"""The pieces every golden table is made of: inputs, calls, and the JSON they become."""
