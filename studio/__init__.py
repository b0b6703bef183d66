"""The doors. Only this room reads the command line and the environment."""
