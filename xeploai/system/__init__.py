"""What differs from one operating system or installation to the next."""
