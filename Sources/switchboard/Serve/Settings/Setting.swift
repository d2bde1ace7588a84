import Foundation

/// Something about the server that can be set: in a file, in the environment, or on the command line.
struct Setting: Sendable {
    enum Kind: Sendable {
        case text
        case number(ClosedRange<Int>)
        case truth
        case choice([String])
        /// Scheme, host and perhaps a port: what a browser sends as `Origin`.
        case origin
        case postgresAddress
    }

    /// Its name in a file, such as `http.port`. In the environment it is `SWITCHBOARD_HTTP_PORT`.
    let name: String
    let kind: Kind
    let meaning: String
    /// What holds when nobody has set it; nil when that depends on others, which `meaning` explains.
    let standard: String?
    /// Whether its value is never shown.
    let isSecret: Bool

    private init(_ name: String, _ kind: Kind, _ standard: String?, isSecret: Bool = false, _ meaning: String) {
        self.name = name
        self.kind = kind
        self.standard = standard
        self.isSecret = isSecret
        self.meaning = meaning
    }

    /// Its name in the environment.
    var variable: String {
        "SWITCHBOARD_" + name.map { $0.isLetter || $0.isNumber ? $0.uppercased() : "_" }.joined()
    }

    static let data = Setting(
        "data",
        .text,
        "switchboard-data",
        "The folder that holds the database, the keys and whatever else has to be kept."
    )
    static let httpHost = Setting("http.host", .text, "127.0.0.1", "The address to listen on; 0.0.0.0 for all.")
    static let httpPort = Setting(
        "http.port",
        .number(0...65_535),
        "8080",
        "The port to listen on; 0 for any that is free."
    )
    static let publicURL = Setting(
        "http.public_url",
        .origin,
        nil,
        "How others reach this server, such as https://switchboard.example.com. Log-ins at an org come back there. "
            + "Without it, the address it listens on."
    )
    static let hostNames = Setting(
        "http.names",
        .text,
        nil,
        "Other host names under which programs reach this server, separated by commas. MCP clients may use those, the name "
            + "in http.public_url, names of one word such as localhost, and addresses."
    )
    static let behindProxy = Setting(
        "http.behind_proxy",
        .truth,
        "false",
        "Whether a proxy in front says in X-Forwarded-For who asks. Only with one: others could say anything there."
    )
    static let agentLimit = Setting(
        "limits.agent_per_second",
        .number(1...1_000_000),
        "2000",
        "How many requests a second one agent may make for long; twice as many at once."
    )
    static let personLimit = Setting(
        "limits.person_per_second",
        .number(1...1_000_000),
        "50",
        "How many requests a second one person and their programs may make for long; four times as many at once."
    )
    static let strangerLimit = Setting(
        "limits.stranger_per_second",
        .number(1...1_000_000),
        "5",
        "How often a second an address may read pages without a credential, how often it may send forms, and how often it "
            + "may be wrong with a token or a signature: each for long; twelve times as many at once."
    )
    static let plainHTTP = Setting(
        "connections.plain_http",
        .truth,
        "false",
        "Whether orgs on other machines may be reached without encryption: for sandbox orgs on a private network."
    )
    static let databaseURL = Setting(
        "database.url",
        .postgresAddress,
        nil,
        isSecret: true,
        "A PostgreSQL database that several servers can share: postgres://user:password@host/database. Without it, "
            + "a file in the data folder."
    )
    static let databaseConnections = Setting(
        "database.connections",
        .number(1...100),
        "8",
        "How many connections to PostgreSQL are held at most."
    )
    static let keyFile = Setting(
        "key_file",
        .text,
        nil,
        "The file with the keys that secrets are sealed under, made when it is not there. All servers of one database "
            + "need the same. Without it, `keys` in the data folder."
    )
    static let logLevel = Setting(
        "log.level",
        .choice(["trace", "debug", "info", "notice", "warning", "error", "critical"]),
        "info",
        "What is worth a line in the log."
    )
    static let logFormat = Setting(
        "log.format",
        .choice(["auto", "json", "text"]),
        "auto",
        "How a line looks: json for programs, text for people, auto for text on a terminal and json elsewhere."
    )
    static let metricsToken = Setting(
        "metrics.token",
        .text,
        nil,
        isSecret: true,
        "What has to be sent to read /metrics, as Authorization: Bearer …. Without it, only programs on this machine may."
    )
    static let shutdownSeconds = Setting(
        "shutdown.seconds",
        .number(0...600),
        "30",
        "How long requests under way may still take when the server is told to stop."
    )
    static let retentionDays = Setting(
        "retention.days",
        .number(0...36_500),
        "0",
        "After how many days what callers said and who they are is removed from calls and the audit trail; 0 for never."
    )
    static let codeWebhookURL = Setting(
        "codes.webhook_url",
        .text,
        nil,
        "Where one-time codes are posted for your own service to send them on to callers. Without it, callers prove who "
            + "they are with facts alone."
    )
    static let codeWebhookSecret = Setting(
        "codes.webhook_secret",
        .text,
        nil,
        isSecret: true,
        "What those posts are signed with, for your service to know that they come from here."
    )
    static let telephoneModelURL = Setting(
        "telephone.model_url",
        .text,
        nil,
        "Where the language model is that speaks on the telephone: https://api.openai.com/v1, http://127.0.0.1:8000/v1. "
            + "Without it, no calls are taken there."
    )
    static let telephoneModelName = Setting(
        "telephone.model_name",
        .text,
        nil,
        "What that model is called there."
    )
    static let telephoneModelWire = Setting(
        "telephone.model_wire",
        .choice(["auto", "openai", "anthropic"]),
        "auto",
        "What is spoken there: OpenAI's chat completions, Anthropic's messages, auto to go by the address."
    )
    static let telephoneModelKey = Setting(
        "telephone.model_key",
        .text,
        nil,
        isSecret: true,
        "The key of that model. Without it, and without a file, OPENAI_API_KEY or ANTHROPIC_API_KEY."
    )
    static let telephoneModelKeyFile = Setting(
        "telephone.model_key_file",
        .text,
        nil,
        "A file with the key of that model."
    )
    static let telephoneCalls = Setting(
        "telephone.calls",
        .number(1...100_000),
        "1000",
        "How many calls may go on at a time on the telephone. Who calls beyond that hears that all lines are busy."
    )
    static let telephoneScript = Setting(
        "telephone.script",
        .text,
        nil,
        "A scenario file whose agent's lines are spoken on the telephone instead of a model's, to try a line out."
    )
    static let sandbox = Setting(
        "sandbox.enabled",
        .truth,
        "false",
        "Whether a sandbox org runs inside and is connected, for trying things out."
    )
    static let sandboxPort = Setting(
        "sandbox.port",
        .number(0...65_535),
        "7070",
        "The port of the sandbox org; 0 for any that is free."
    )

    static let all = [
        data, httpHost, httpPort, publicURL, hostNames, behindProxy, agentLimit, personLimit, strangerLimit, plainHTTP,
        databaseURL, databaseConnections, keyFile, logLevel, logFormat, metricsToken, shutdownSeconds, retentionDays,
        codeWebhookURL, codeWebhookSecret, telephoneModelURL, telephoneModelName, telephoneModelWire,
        telephoneModelKey, telephoneModelKeyFile, telephoneCalls, telephoneScript, sandbox, sandboxPort,
    ]

    /// What is wrong with a value; nil when nothing is.
    func problem(with value: String) -> String? {
        switch kind {
        case .text: return value.isEmpty ? "It is empty." : nil
        case .number(let range):
            guard let number = Int(value), range.contains(number) else {
                return "It must be a number from \(range.lowerBound) to \(range.upperBound)."
            }
            return nil
        case .truth: return ["true", "false"].contains(value) ? nil : "It must be true or false."
        case .choice(let values):
            return values.contains(value) ? nil : "It must be one of \(values.joined(separator: ", "))."
        case .origin:
            return Self.isOrigin(value)
                ? nil : "It must be an address without a path, such as https://switchboard.example.com."
        case .postgresAddress:
            return Self.isPostgresAddress(value)
                ? nil : "It must be a PostgreSQL address, such as postgres://user:password@host/database."
        }
    }

    private static func isOrigin(_ text: String) -> Bool {
        guard let address = URLComponents(string: text), let scheme = address.scheme, let host = address.host,
            ["http", "https"].contains(scheme), !host.isEmpty, address.port.map((1...65_535).contains) ?? true
        else { return false }
        // Whatever else an address can have is missing when this is all there is to it.
        let port = address.port.map { ":\($0)" } ?? ""
        return text == "\(scheme)://\(address.percentEncodedHost ?? host)\(port)"
    }

    /// libpq takes addresses and lists of `name=value`.
    private static func isPostgresAddress(_ text: String) -> Bool {
        guard let scheme = text.firstRange(of: "://").map({ text[..<$0.lowerBound] }), !scheme.contains("=") else {
            return text.contains("=")
        }
        return ["postgres", "postgresql"].contains(scheme)
    }
}
