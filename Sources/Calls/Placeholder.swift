enum PlaceholderCalls {}
