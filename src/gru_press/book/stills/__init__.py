"""Widgets as readers see them before, or without, scripts: drawn by the live modules in V8."""
