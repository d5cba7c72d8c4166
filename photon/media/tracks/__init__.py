"""Tracks of devices: GPX, NMEA, KML and Google's timeline."""
