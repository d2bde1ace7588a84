/// Pages that belong together: what they read comes from the services, what they show is a view and a template, and
/// what their forms do is what the HTTP API does.
protocol ConsolePage: Sendable {
    /// Its place in the navigation; nil for pages that others lead to.
    var navigation: NavigationItem? { get }
    var routes: [ConsoleRoute] { get }
}

/// A place in the navigation.
struct NavigationItem: Hashable, Sendable {
    var title: String
    /// The path of the first page; all pages below it are of the same place.
    var path: String
}
