"""Dates: the dialog that corrects when photos were taken."""
