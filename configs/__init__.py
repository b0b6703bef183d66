"""The settings of a run and the data files that fill them. Values are passed down from here; tools and crew never read this room."""
