enum PlaceholderAgents {}
