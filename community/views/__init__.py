"""Pages and buttons. A view reads a form, calls one query or action, and picks a template."""
