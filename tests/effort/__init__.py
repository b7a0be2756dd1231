"""What each task costs a person: turns, taps, letters, and how hard the Spanish is. Measured on played transcripts."""
