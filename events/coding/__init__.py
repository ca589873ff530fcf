"""What analysts and editors do beyond filling in one form."""
