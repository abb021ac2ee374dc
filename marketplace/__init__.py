"""Mavenry: product experts, certified by the vendor's own staff, found, booked and paid by its customers."""
