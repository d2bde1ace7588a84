/// What somebody comes with, as a person would say it: `Firefox on Linux`, `curl`.
///
/// Of all that a browser says of itself only this is kept.
package enum DeviceName {
    /// What stands in the name of each browser, those first that also claim to be another.
    private static let browsers = [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ]
    private static let systems = [
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("CrOS", "ChromeOS"), ("Windows", "Windows"),
        ("Macintosh", "macOS"), ("Linux", "Linux"),
    ]
    private static let longestName = 40

    /// The name in a `User-Agent` header; nil where there is none to be found.
    package static func name(in userAgent: String) -> String? {
        if let browser = first(of: browsers, in: userAgent) {
            return first(of: systems, in: userAgent).map { "\(browser) on \($0)" } ?? browser
        }
        let program = userAgent.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
        return program.isEmpty || program.count > longestName ? nil : String(program)
    }

    private static func first(of names: [(mark: String, name: String)], in userAgent: String) -> String? {
        names.first { userAgent.contains($0.mark) }?.name
    }
}
