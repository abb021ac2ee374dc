"""Pages. Each file serves one noun; forms of the same name stand in `forms/`, pages in the top-level `templates/`."""
