import Actions
import JSON

/// A workspace as a file: actions and agents by name, connections by name, and no secret.
struct WorkspaceFile {
    struct ActionEntry {
        var connection: String
        var template: String?
        var definition: ActionDefinition
    }

    /// What the first line says; goes up when older versions can't read the file any more.
    static let version = 1

    var connections: [(name: String, logInHost: String)] = []
    var actions: [ActionEntry] = []
    /// Their actions are named, where kept ones have ids.
    var agents: [AgentSettings] = []
}

// MARK: Writing

extension WorkspaceFile {
    var yaml: String {
        var root: JSONObject = ["switchboard": .number(JSONNumber(Self.version))]
        root["connections"] = .array(
            connections.map { ["name": .string($0.name), "login_host": .string($0.logInHost)] }
        )
        root["actions"] = .array(actions.map(\.json))
        root["agents"] = .array(agents.map(\.json))
        return "# A workspace of Switchboard. It holds no secrets: connections are signed in to where it is imported.\n"
            + JSONValue.object(root).yamlText
    }
}

extension WorkspaceFile.ActionEntry {
    fileprivate var json: JSONValue {
        var object: JSONObject = ["connection": .string(connection)]
        object["template"] = template.map(JSONValue.string)
        object["group"] = definition.group.map(JSONValue.string)
        for member in definition.json.object ?? [:] { object[member.key] = member.value }
        return .object(object)
    }
}

// MARK: Reading

extension WorkspaceFile {
    /// Reads a file.
    ///
    /// - Throws: ``WorkspaceError/invalid(_:)`` with everything that is wrong by itself.
    init(parsing text: String) throws(WorkspaceError) {
        let json: JSONValue
        do throws(DefinitionProblem) {
            json = try JSONValue(yaml: text)
        } catch {
            throw .invalid([WorkspaceProblem(line: error.line, column: error.column, error.message)])
        }
        var reader = MemberReader(json, known: ["switchboard", "connections", "actions", "agents"])
        if reader.integer("switchboard") != Self.version {
            reader.refuse("switchboard", "This is no workspace that can be read here: expected `switchboard: 1`.")
        }
        for (index, value) in reader.list("connections").enumerated() {
            let path = "connections[\(index)]"
            var inner = MemberReader(value, at: path, known: ["name", "login_host"])
            connections.append((inner.text("name") ?? "", inner.text("login_host") ?? ""))
            reader.take(inner.problems)
        }
        for (index, value) in reader.list("actions").enumerated() {
            do throws(WorkspaceError) {
                actions.append(try ActionEntry(value, at: "actions[\(index)]"))
            } catch {
                reader.take(error.problems)
            }
        }
        for (index, value) in reader.list("agents").enumerated() {
            do throws(WorkspaceError) {
                agents.append(try AgentSettings(json: value, at: "agents[\(index)]"))
            } catch {
                reader.take(error.problems)
            }
        }
        let names = actions.map(\.definition.name)
        for (index, name) in names.enumerated() where names.firstIndex(of: name) != index {
            reader.refuse("actions[\(index)].name", "The action `\(name)` stands twice.")
        }
        let agentNames = agents.map { SavedAgent.nameKey($0.name) }
        for (index, name) in agentNames.enumerated() where agentNames.firstIndex(of: name) != index {
            reader.refuse("agents[\(index)].name", "The agent `\(agents[index].name)` stands twice.")
        }
        guard reader.problems.isEmpty else { throw .invalid(reader.problems) }
    }
}

extension WorkspaceFile.ActionEntry {
    fileprivate init(_ json: JSONValue, at path: String) throws(WorkspaceError) {
        guard var object = json.object else {
            throw .invalid([WorkspaceProblem(member: path, "Expected an action.")])
        }
        guard let connection = object["connection"]?.string else {
            throw .invalid([WorkspaceProblem(member: "\(path).connection", "Say which connection it uses.")])
        }
        self.connection = connection
        template = object["template"]?.string
        let group = object["group"]?.string
        for name in ["connection", "template", "group"] { object[name] = nil }
        do throws(DefinitionProblem) {
            definition = try ActionDefinition(json: .object(object), group: group)
        } catch {
            throw .invalid([WorkspaceProblem(member: path, error.message)])
        }
    }
}

extension WorkspaceError {
    fileprivate var problems: [WorkspaceProblem] { if case .invalid(let problems) = self { problems } else { [] } }
}
