"""What people type, checked before a use case sees it."""
