"""What `aishtui doctor` finds, how it is printed, and the points that need no model."""
