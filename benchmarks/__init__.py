"""Measurements over HTTP and of single parts; each command prints JSON."""
