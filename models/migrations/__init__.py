"""How the database came to its present shape, one step after another."""
