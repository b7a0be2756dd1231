"""What a matching round costs, and how good it is."""
