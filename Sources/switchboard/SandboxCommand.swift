import ArgumentParser
import Foundation
import Logging
import NIOCore
import SandboxOrg
import ServiceLifecycle
import UnixSignals

struct SandboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox",
        abstract: "Run a local org that speaks Salesforce's API.",
        discussion: """
            Any Salesforce client can log in and work with it. Without --data everything is gone when it stops.

              switchboard sandbox --seed 100000 --data org.sqlite
            """
    )

    @Option(help: "The port to listen on; 0 for any that is free.")
    var port = 7070

    @Option(help: "Where to listen for TLS as well; 0 for any port that is free.")
    var tlsPort: Int?

    @Option(help: "How many seconds a session may lie unused.")
    var sessionLength = 7200

    @Option(help: ArgumentHelp("How many requests the org takes in a day.", valueName: "number"))
    var requestsPerDay = 15_000

    @Flag(help: "Make a refresh token good for one refresh, which answers the next one.")
    var rotateRefreshTokens = false

    @Option(help: "The address to listen on.")
    var host = "127.0.0.1"

    @Option(help: ArgumentHelp("Keep the org in this file. It is seeded only when it is new.", valueName: "file"))
    var data: String?

    @Option(help: "What a new org holds: empty, demo (the demo company), or a number of contacts to generate.")
    var seed = SeedOption.demo

    @Option(
        name: .customLong("user-timezone"),
        help: ArgumentHelp("The time zone of all users, such as Europe/Stockholm.", valueName: "zone")
    )
    var userTimeZone: TimeZoneOption?

    @Option(
        help: ArgumentHelp(
            "What goes wrong, as JSON such as {\"kind\": \"lockedRow\"} or a file of it.",
            valueName: "faults"
        ),
        transform: FaultsOption.faults
    )
    var faults: [Fault] = []

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Files with custom objects and custom fields; see docs/sandbox.md.", valueName: "file")
    )
    var schema: [String] = []

    @Option(
        help: ArgumentHelp(
            "A file with the apps that may log in, and the keys of their JWTs; see docs/sandbox.md. Without it any may.",
            valueName: "file"
        )
    )
    var connectedApps: String?

    @Flag(help: "Refuse a contact that is there already, as Salesforce's duplicate rule does when it is on.")
    var refuseDuplicates = false

    @Flag(help: "Let other machines use /sandbox, which controls the org, too.")
    var remoteControl = false

    func validate() throws {
        guard [port, tlsPort ?? 0].allSatisfy((0...65_535).contains) else {
            throw ValidationError("A port is a number from 0 to 65535.")
        }
        guard sessionLength > 0 else { throw ValidationError("A session lasts a second at least.") }
        guard requestsPerDay > 0 else { throw ValidationError("An org takes a request a day at least.") }
    }

    func run() async throws {
        var configuration = SandboxServer.Configuration()
        configuration.host = host
        configuration.port = port
        configuration.tlsPort = tlsPort
        configuration.requestsPerDay = requestsPerDay
        configuration.oauth.sessionLength = TimeInterval(sessionLength)
        configuration.oauth.rotatesRefreshTokens = rotateRefreshTokens
        configuration.oauth.apps = try connectedApps.map(Self.apps)
        configuration.seed = seed.seed
        configuration.schema = try schema.isEmpty ? nil : Schema.loading(schema.map(Self.file))
        configuration.userTimeZone = userTimeZone?.zone
        configuration.faults = faults
        configuration.refusesDuplicates = refuseDuplicates
        configuration.isControlOpenToAll = remoteControl
        if let data { configuration.storage = .file(path: data) }
        let bar = ProgressBar("Generating contacts")
        let host = host
        let isOpen = configuration.oauth.apps == nil
        let server = try Self.opened(data) {
            try SandboxServer(
                configuration,
                onProgress: { bar.show($0, of: $1) },
                onListening: { ports, certificatePath in
                    Self.greet("http://\(host):\(ports.http)", isOpen: isOpen)
                    guard let port = ports.tls, let certificatePath else { return }
                    Terminal.writeLine(
                        """

                        With TLS it listens on https://localhost:\(port). Clients have to trust this certificate:

                          \(certificatePath)
                        """
                    )
                }
            )
        }
        let group = ServiceGroup(
            services: [server],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: Logger(label: "sandbox", factory: { _ in SwiftLogNoOpLogHandler() })
        )
        do {
            try await group.run()
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw Mistake("The port is in use. Choose another with --port, or 0 for any that is free.")
        }
    }

    /// Opens the org, and says of a file that can't be one what to do.
    private static func opened(_ file: String?, _ open: () throws -> SandboxServer) throws -> SandboxServer {
        do {
            return try open()
        } catch {
            guard let file else { throw error }
            throw Mistake("\(file) can't be used as an org's file: \(error). Name another with --data.")
        }
    }

    private static func file(_ path: String) throws -> (name: String, yaml: String) {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw Mistake("\(path) can't be read.")
        }
        return (path, text)
    }

    private static func apps(_ path: String) throws -> [ConnectedApp] {
        let (name, yaml) = try file(path)
        let folder = URL(filePath: path).deletingLastPathComponent()
        return try ConnectedAppFile.apps(yaml: yaml, file: name) { key in
            try? String(contentsOf: URL(filePath: key, relativeTo: folder), encoding: .utf8)
        }
    }

    private static func greet(_ url: String, isOpen: Bool) {
        let credentials = isOpen ? "any client id and secret" : "the client id and secret of a connected app"
        Terminal.writeLine(
            """
            The sandbox org listens on \(Terminal.styled(url, .bold)). Stop it with Control-C.

            Log in with \(credentials), user admin@sandbox.test, password sandbox:

              curl \(url)/services/oauth2/token -d grant_type=password -d client_id=any -d client_secret=any \\
                -d username=admin@sandbox.test -d password=sandbox

            then, with the access_token of the answer:

              curl -G \(url)/services/data/v59.0/query -H "Authorization: Bearer $TOKEN" \\
                --data-urlencode "q=SELECT Name, Phone, Account.Name FROM Contact LIMIT 5"
            """
        )
    }
}

/// `empty`, `demo` or a number.
struct SeedOption: ExpressibleByArgument, CustomStringConvertible {
    static let demo = SeedOption(seed: .demo)

    let seed: Seed

    private init(seed: Seed) { self.seed = seed }

    init?(argument: String) {
        switch argument {
        case "empty": seed = .empty
        case "demo": seed = .demo
        default:
            guard let contacts = Int(argument), (1...5_000_000).contains(contacts) else { return nil }
            seed = .generated(contacts: contacts)
        }
    }

    var description: String {
        switch seed {
        case .empty: "empty"
        case .demo: "demo"
        case .generated(let contacts): String(contacts)
        }
    }
}
