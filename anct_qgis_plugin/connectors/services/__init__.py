"""The public services, one module each: requests built, replies parsed."""
