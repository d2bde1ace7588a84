enum PlaceholderPlatforms {}
