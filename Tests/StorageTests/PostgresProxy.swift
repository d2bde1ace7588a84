import Foundation
import Synchronization

/// Stands between a database and its PostgreSQL server, and loses what a test wants to be lost.
final class PostgresProxy: Sendable {
    enum Mode: Sendable {
        case honest
        /// Nobody gets through.
        case away
        /// The next commit reaches the server; its answer is lost, and the connection.
        case losesAnswerToCommit
        /// The next commit is lost, and the connection.
        case losesCommit
    }

    struct Failure: Error {
        let call: String
    }

    private let server: URLComponents
    private let listener: Int32
    private let port: UInt16
    private let mode = Mutex(Mode.honest)
    private let open = Mutex<Set<Int32>>([])

    /// - Parameter address: the server, as a URL; `host` in its query names the folder of its socket.
    init(to address: String) throws {
        guard let server = URLComponents(string: address) else { throw Failure(call: "URL") }
        self.server = server
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(listener, pointer, length) == 0 && listen(listener, 16) == 0
                    && getsockname(listener, pointer, &length) == 0
            }
        }
        guard bound else { throw Failure(call: "bind") }
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { [self] in
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else { return }
                join(client)
            }
        }
    }

    /// The address of the server through the proxy.
    var address: String {
        var components = server
        components.host = "127.0.0.1"
        components.port = Int(port)
        components.queryItems = nil
        return components.string ?? ""
    }

    func set(_ mode: Mode) {
        self.mode.withLock { $0 = mode }
        if case .away = mode { cutAll() }
    }

    /// Ends every connection there is.
    func cutAll() { open.withLock { for descriptor in $0 { shutdown(descriptor, Int32(SHUT_RDWR)) } } }

    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
        cutAll()
    }

    private func join(_ client: Int32) {
        guard mode.withLock({ if case .away = $0 { false } else { true } }), let server = connectToServer() else {
            close(client)
            return
        }
        open.withLock { $0.formUnion([client, server]) }
        let losesNextAnswer = Flag()
        let isHalfClosed = Flag()
        Thread.detachNewThread { [self] in
            pump(from: client, to: server) { bytes in
                guard bytes.firstRange(of: Array("COMMIT".utf8)) != nil else { return true }
                return mode.withLock { mode in
                    switch mode {
                    case .losesCommit:
                        mode = .honest
                        return false
                    case .losesAnswerToCommit:
                        mode = .honest
                        losesNextAnswer.value.withLock { $0 = true }
                        return true
                    case .honest, .away: return true
                    }
                }
            }
            end(client, server, isHalfClosed)
        }
        Thread.detachNewThread { [self] in
            pump(from: server, to: client) { _ in !losesNextAnswer.value.withLock { $0 } }
            end(client, server, isHalfClosed)
        }
    }

    /// Passes on what comes until one side ends, or something is to be lost.
    private func pump(from source: Int32, to target: Int32, passes: ([UInt8]) -> Bool) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(source, &buffer, buffer.count)
            guard count > 0, passes(Array(buffer[..<count])), send(target, buffer, count, Int32(MSG_NOSIGNAL)) == count
            else { break }
        }
        for descriptor in [source, target] { shutdown(descriptor, Int32(SHUT_RDWR)) }
    }

    /// Closes both sides when both directions have ended: before that, their numbers must not go to somebody else.
    private func end(_ client: Int32, _ server: Int32, _ isHalfClosed: Flag) {
        let isLast = isHalfClosed.value.withLock { value in
            defer { value = true }
            return value
        }
        guard isLast else { return }
        open.withLock { $0.subtract([client, server]) }
        for descriptor in [client, server] { close(descriptor) }
    }

    private func connectToServer() -> Int32? {
        let folder = server.queryItems?.first { $0.name == "host" }?.value
        guard let folder else { return connectToHost() }
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let path = Array("\(folder)/.s.PGSQL.\(server.port ?? 5432)".utf8)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
        return isConnected ? descriptor : nil
    }

    private func connectToHost() -> Int32? {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        defer { found.map(freeaddrinfo) }
        guard getaddrinfo(server.host ?? "localhost", String(server.port ?? 5432), &hints, &found) == 0,
            let address = found?.pointee
        else { return nil }
        let descriptor = socket(address.ai_family, address.ai_socktype, address.ai_protocol)
        return connect(descriptor, address.ai_addr, address.ai_addrlen) == 0 ? descriptor : nil
    }

    private final class Flag: Sendable {
        let value = Mutex(false)
    }
}
