"""Doors for other systems' notices: verified, kept, answered; the thinking happens later."""
