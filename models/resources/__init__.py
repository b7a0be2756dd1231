"""Resources as they lie in the store: items by version, files, what people did with them, how they are found."""
