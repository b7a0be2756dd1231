"""What peers cost, and what they would tell by how long they take."""
