"""The theme's scripts, rules and icons, without what no page uses."""
