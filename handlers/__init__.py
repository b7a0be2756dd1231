"""What happens when somebody writes: one module for each conversation."""
