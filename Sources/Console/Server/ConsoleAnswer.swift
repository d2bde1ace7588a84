import HTTPTypes

/// What a browser gets, free of how it goes out.
struct ConsoleAnswer: Sendable {
    /// A page: a template, and what it shows.
    struct Page: Sendable {
        var title: String
        var template: String
        var view: any Sendable
    }

    enum Content: Sendable {
        case page(Page)
        /// Another page of the console, by its path.
        case redirect(String)
        /// A page of somebody else, where the browser goes at once.
        case onward(String)
        /// A part of a page, again and again.
        case live(LiveFragment)
    }

    var content: Content
    var status: HTTPResponse.Status = .ok
    /// Why what was sent was not done, as the HTTP API calls it; nil when it was.
    var refusal: String?
    /// What the next page says first.
    var notice: String?
    /// Every `Set-Cookie` that goes with it.
    var cookies: [String] = []

    static func page(
        _ title: String,
        _ template: String,
        _ view: any Sendable,
        status: HTTPResponse.Status = .ok
    ) -> ConsoleAnswer {
        ConsoleAnswer(content: .page(Page(title: title, template: template, view: view)), status: status)
    }

    static func redirect(to path: String, saying notice: String? = nil) -> ConsoleAnswer {
        ConsoleAnswer(content: .redirect(path), status: .seeOther, notice: notice)
    }

    /// Another page, saying why what was sent was not done; throws what nobody who sent it can put right.
    static func refusal(of error: any Error, at path: String) throws -> ConsoleAnswer {
        guard let problems = FormProblems(explaining: error) else { throw error }
        return refusal(at: path, saying: problems.sentence, code: problems.code)
    }

    /// Another page, saying why what was sent was not done.
    static func refusal(at path: String, saying reason: String, code: String) -> ConsoleAnswer {
        var answer = redirect(to: path, saying: reason)
        answer.refusal = code
        return answer
    }

    /// The page again, where nobody has ticked that they are sure.
    static func unsure(at path: String) -> ConsoleAnswer {
        refusal(at: path, saying: "Tick that you are sure.", code: "not_sure")
    }

    static func onward(to url: String) -> ConsoleAnswer { ConsoleAnswer(content: .onward(url)) }

    static func live(_ fragment: LiveFragment) -> ConsoleAnswer { ConsoleAnswer(content: .live(fragment)) }
}
