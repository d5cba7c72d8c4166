"""Faces in photos: where they are, how well they show who it is, and what tells them apart. YuNet and SFace."""
