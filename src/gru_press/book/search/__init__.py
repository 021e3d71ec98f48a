"""The book's search: its index, made while the book is built."""
