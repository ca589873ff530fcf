"""Accounts of the desk: what a password has to be."""
