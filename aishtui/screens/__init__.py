"""Where widgets meet the engine."""
