"""What counts as a decision of the user: its kinds, each declared once, and its form as a line of a file."""
