"""Running the chapters, keeping their outputs, and proving that the book is whole."""
