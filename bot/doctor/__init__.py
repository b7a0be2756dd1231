"""What `lazos doctor` looks at: this machine, the store, the providers, the work that piles up; each with a cure."""
