"""Accounts: who is notable in a window, with reasons."""
