"""Assessors at work: who takes which claim, what they find, and what comes of it; appeals."""
