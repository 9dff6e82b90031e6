"""Nets that recognize exercises and judge form from poses, one file a method."""
