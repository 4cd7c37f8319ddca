"""Recordings on disk: how they are written, read and kept whole."""
