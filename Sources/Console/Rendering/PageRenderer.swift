import Mustache

/// Makes HTML of pages.
struct PageRenderer: Sendable {
    private let library: MustacheLibrary

    /// Fails when a template makes no sense.
    init(_ files: [EmbeddedFiles.File] = EmbeddedFiles.templates) throws {
        MustacheContentTypes.register(HTMLEscaping(), named: HTMLEscaping.name)
        MustacheContentTypes.register(HTMLEscaping(marksTurns: false), named: HTMLEscaping.fieldName)
        var library = MustacheLibrary()
        for file in files {
            // Each template sets it for itself: a partial would go back to Mustache's own way.
            let text = "{{% CONTENT_TYPE: \(HTMLEscaping.name)}}\n" + String(decoding: file.bytes, as: UTF8.self)
            try library.register(text, named: String(file.name.split(separator: ".")[0]))
        }
        self.library = library
    }

    /// The page as HTML; nil when there is no such template.
    func html(_ page: ConsoleAnswer.Page, in frame: PageFrame) -> String? {
        var members = ShownMembers(of: page.view)
        members["console"] = ShownMembers(of: frame)
        return library.render(members, withTemplate: page.template)
    }
}

/// What every page shows around its own content. Templates reach it as `console`.
struct PageFrame: Sendable {
    struct Entry: Sendable {
        var title: String
        var path: String
        var isCurrent: Bool
    }

    var title: String
    /// Empty for visitors without a session.
    var navigation: [Entry]
    /// Who is signed in; nil for nobody.
    var person: String?
    /// Whether they may change something.
    var mayChange: Bool
    /// What they may do, in a word.
    var role: String?
    var notice: Notice?
    /// What every form carries.
    var formToken: String
    /// Where the browser goes at once; nil to stay.
    var onward: String?
    /// The addresses of the style sheets and scripts.
    var assets: [String: String]
}
