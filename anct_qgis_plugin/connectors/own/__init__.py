"""Files of the user: indicators and lists of their own."""
