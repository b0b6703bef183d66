"""Music and ambience, made from moods, tempos, places and weather by numpy alone."""
