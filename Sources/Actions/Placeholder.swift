enum PlaceholderActions {}
