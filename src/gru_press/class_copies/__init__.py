"""From the chapters to what a class needs: copies without solutions, and with them."""
