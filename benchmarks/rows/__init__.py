"""The rows of the table: each module takes one kind of measurement."""
