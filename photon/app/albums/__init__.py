"""The use cases of albums."""
