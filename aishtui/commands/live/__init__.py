"""`aishtui doctor --live`: the user's broker asked for each thing that aishtui relies on; a file for each point."""
