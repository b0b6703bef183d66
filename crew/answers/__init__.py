"""What each agent is told (facts) and may decide (answers): one file per agent."""
