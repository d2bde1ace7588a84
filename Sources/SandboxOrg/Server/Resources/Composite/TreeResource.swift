import HTTPTypes
import JSON

/// `/composite/tree/X`: records with their children, all of them created or none.
struct TreeResource: Sendable {
    private static let largestCount = 200
    private static let largestDepth = 5
    private static let largestTypeCount = 5

    var routes: [Route] { [Route("composite/tree/{object}", [.post: create])] }

    /// A record to create once its parent has an id.
    private struct Node {
        var object: ObjectDefinition
        var reference: String
        var body: JSONObject
        /// The place of the parent in the list, and the field that points at it.
        var parent: (index: Int, field: String)?
    }

    private struct Failure {
        var reference: String
        var error: SalesforceError

        var json: JSONValue { ["referenceId": .string(reference), "errors": [error.rowJSON]] }
    }

    private func create(_ request: RestRequest, _ connection: OrgConnection) throws(SalesforceError) -> RestResponse {
        try RequestFormat.check(request)
        let object = try connection.org.object(request.parameter("object"))
        let nodes = try nodes(of: object, in: request.json(), connection.org)
        let duplicates = Self.duplicates(in: nodes)
        guard duplicates.isEmpty else { return Self.failure(duplicates) }
        var ids: [String?] = []
        var failures: [Failure] = []
        do throws(SalesforceError) {
            try connection.attempt { () throws(SalesforceError) in
                for node in nodes { ids.append(try id(of: node, ids, request, connection, &failures)) }
                if !failures.isEmpty { throw Self.rolledBack }
            }
        } catch {
            guard error == Self.rolledBack else { throw error }
            return Self.failure(failures)
        }
        let results = zip(nodes, ids).map { node, id in
            ["referenceId": .string(node.reference), "id": id.map(JSONValue.string) ?? .null] as JSONValue
        }
        return .json(["hasErrors": false, "results": .array(results)], status: 201)
    }

    /// Creates the record; nil when it fails or has no parent to hang on.
    private func id(
        of node: Node,
        _ ids: [String?],
        _ request: RestRequest,
        _ connection: OrgConnection,
        _ failures: inout [Failure]
    ) throws(SalesforceError) -> String? {
        var body = node.body
        if let parent = node.parent {
            guard let id = ids[parent.index] else { return nil }
            body[parent.field] = .string(id)
        }
        do throws(SalesforceError) {
            return try connection.attempt { () throws(SalesforceError) in
                try connection.create(node.object, .object(body), text: request.body)
            }
        } catch {
            guard error.status < 500 else { throw error }
            failures.append(Failure(reference: node.reference, error: error))
            return nil
        }
    }

    private static let rolledBack = SalesforceError(status: 400, code: "ROLLED_BACK", message: "")

    private static func failure(_ failures: [Failure]) -> RestResponse {
        .json(["hasErrors": true, "results": .array(failures.map(\.json))], status: 400)
    }

    private static func duplicates(in nodes: [Node]) -> [Failure] {
        var seen: Set<String> = []
        return nodes.filter { !seen.insert($0.reference).inserted }.map { node in
            Failure(reference: node.reference, error: invalidInput("Duplicate ReferenceId provided in the request."))
        }
    }

    private static func invalidInput(_ message: String) -> SalesforceError {
        SalesforceError(status: 400, code: "INVALID_INPUT", message: message, fields: [])
    }

    // MARK: Reading the request

    /// All records of the trees, level by level.
    private func nodes(
        of object: ObjectDefinition,
        in body: JSONValue,
        _ org: Org
    ) throws(SalesforceError) -> [Node] {
        var nodes: [Node] = []
        var level: [Level] = [Level(object: object, elements: try body.list("records"), parent: nil)]
        var depth = 0
        while !level.isEmpty {
            depth += 1
            guard depth <= Self.largestDepth else {
                throw Self.invalidInput("The request can’t contain trees of more than \(Self.largestDepth) levels.")
            }
            var next: [Level] = []
            for siblings in level {
                for element in siblings.elements {
                    nodes.append(try node(element, of: siblings.object, below: siblings.parent))
                    guard nodes.count <= Self.largestCount else { throw .tooManyRecords(Self.largestCount) }
                    next += try takeChildren(of: &nodes[nodes.count - 1], at: nodes.count - 1, org)
                }
            }
            level = next
        }
        guard Set(nodes.map(\.object.name)).count <= Self.largestTypeCount else {
            throw Self.invalidInput("The request can’t contain more than \(Self.largestTypeCount) types of records.")
        }
        return nodes
    }

    private struct Level {
        var object: ObjectDefinition
        var elements: [JSONValue]
        var parent: (index: Int, field: String)?
    }

    private func node(
        _ element: JSONValue,
        of object: ObjectDefinition,
        below parent: (index: Int, field: String)?
    ) throws(SalesforceError) -> Node {
        guard let body = element.object else {
            throw .unreadable("sobject", token: FieldReader.token(of: element), at: (1, 1))
        }
        let attributes = body["attributes"]
        guard let type = attributes?["type"]?.string, type.lowercased() == object.name.lowercased() else {
            throw Self.invalidInput("The attributes of each record need the type \(object.name).")
        }
        guard let reference = attributes?["referenceId"]?.string, !reference.isEmpty else {
            throw Self.invalidInput("Include a reference ID for each record in the request.")
        }
        return Node(object: object, reference: reference, body: body, parent: parent)
    }

    /// Takes the lists of children out of a record's body.
    private func takeChildren(of node: inout Node, at index: Int, _ org: Org) throws(SalesforceError) -> [Level] {
        var levels: [Level] = []
        for member in node.body {
            guard let relationship = node.object.childRelationship(named: member.key) else { continue }
            let child = try org.object(relationship.childObject)
            let elements = try member.value.list("records")
            levels.append(Level(object: child, elements: elements, parent: (index, relationship.field)))
            node.body[member.key] = nil
        }
        return levels
    }
}
