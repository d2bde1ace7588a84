import JWTKit
import Yams

/// The connected apps of an org, as a YAML file lists them.
///
/// ```yaml
/// - clientId: billing
///   secret: a-secret
///   redirectURIs: [https://billing.example/callback]
///   scopes: [api, refresh_token]
///   runAs: admin@sandbox.test
///   keys: [billing.pem]
/// ```
package enum ConnectedAppFile {
    /// Reads the apps.
    ///
    /// - Parameters:
    ///   - text: The YAML.
    ///   - file: Its name in error messages.
    ///   - keyFile: Reads the file of a key, whose path is as it stands in the YAML; nil when it can't be read.
    package static func apps(
        yaml text: String,
        file: String,
        keyFile: (String) -> String?
    ) throws(SchemaFileError) -> [ConnectedApp] {
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
            YamlError.composer(_, let problem, let mark, _)
        {
            throw SchemaFileError(problem, file: file, line: mark.line)
        } catch {
            throw SchemaFileError(String(describing: error), file: file)
        }
        guard let nodes = root?.sequence, !nodes.isEmpty else {
            throw SchemaFileError("expected a list of apps: '- clientId: …'", file: file, line: 1)
        }
        var apps: [ConnectedApp] = []
        for node in nodes {
            do throws(SchemaFileError) {
                let app = try app(node, keyFile: keyFile)
                guard !apps.contains(where: { $0.clientId == app.clientId }) else {
                    throw SchemaFileError("the app \(app.clientId) stands twice")
                }
                apps.append(app)
            } catch {
                throw error.at(file: file, line: node.mark?.line)
            }
        }
        return apps
    }

    private static func app(_ node: Node, keyFile: (String) -> String?) throws(SchemaFileError) -> ConnectedApp {
        guard let mapping = node.mapping, let clientId = mapping["clientId"]?.string, !clientId.isEmpty else {
            throw SchemaFileError("an app needs a clientId")
        }
        var app = ConnectedApp(clientId: clientId, secret: nil)
        for (keyNode, value) in mapping {
            let key = keyNode.string ?? ""
            do throws(SchemaFileError) {
                switch key {
                case "clientId": break
                case "secret": app.secret = try text(value, of: key)
                case "redirectURIs": app.redirectURIs = try texts(value, of: key)
                case "scopes": app.scopes = try scopes(value)
                case "runAs": app.runAsUsername = try text(value, of: key)
                case "keys": app.verificationKeys = try keys(value, keyFile)
                case "users": app.admittedUsernames = try texts(value, of: key)
                case "isPreauthorized": app.isPreauthorized = try flag(value, of: key)
                case "introspectsAllTokens": app.introspectsAllTokens = try flag(value, of: key)
                default: throw SchemaFileError("an app has no '\(key)'")
                }
            } catch {
                throw SchemaFileError(error.message, line: keyNode.mark?.line)
            }
        }
        return app
    }

    private static func scopes(_ node: Node) throws(SchemaFileError) -> [String] {
        let scopes = try texts(node, of: "scopes")
        if let unknown = scopes.first(where: { !ConnectedApp.knownScopes.contains($0) }) {
            let known = ConnectedApp.knownScopes.sorted().joined(separator: ", ")
            throw SchemaFileError("there is no scope '\(unknown)'; there are: \(known)")
        }
        return scopes
    }

    /// Public keys and certificates: in the file itself, or in files of their own.
    private static func keys(_ node: Node, _ keyFile: (String) -> String?) throws(SchemaFileError) -> [String] {
        var keys: [String] = []
        for text in try texts(node, of: "keys") {
            let isKey = text.contains("-----BEGIN")
            guard let pem = isKey ? text : keyFile(text) else { throw SchemaFileError("\(text) can't be read") }
            guard
                (try? Insecure.RSA.PublicKey(certificatePEM: pem)) != nil
                    || (try? Insecure.RSA.PublicKey(pem: pem)) != nil
            else {
                throw SchemaFileError("\(isKey ? "a key" : text) is no RSA public key or certificate in PEM")
            }
            keys.append(pem)
        }
        return keys
    }

    private static func text(_ node: Node, of key: String) throws(SchemaFileError) -> String {
        guard let text = node.scalar?.string, !text.isEmpty else { throw SchemaFileError("'\(key)' is a text") }
        return text
    }

    private static func texts(_ node: Node, of key: String) throws(SchemaFileError) -> [String] {
        guard let nodes = node.sequence else { throw SchemaFileError("'\(key)' is a list: [a, b]") }
        var texts: [String] = []
        for element in nodes { texts.append(try text(element, of: "an element of \(key)")) }
        return texts
    }

    private static func flag(_ node: Node, of key: String) throws(SchemaFileError) -> Bool {
        guard let flag = node.bool else { throw SchemaFileError("'\(key)' is true or false") }
        return flag
    }
}
