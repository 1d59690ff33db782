"""What leaves the site as a file."""
