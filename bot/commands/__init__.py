"""The commands of `lazos`, a module for each word."""
