"""One exchange with a service, and its manners: pacing, retries, redirections, caps, what is kept, addresses."""
