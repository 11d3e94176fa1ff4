"""What can be refreshed: sources declared (`refresh_…`), official files read (`official_…`), bytes supplied."""
