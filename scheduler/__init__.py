"""What happens when time passes: a table of jobs, each asking which rows are due."""
