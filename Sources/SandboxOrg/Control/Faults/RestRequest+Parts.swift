import HTTPTypes
import JSON

extension RestRequest {
    /// A request inside another, and where in it that stands.
    struct Part: Sendable {
        let index: Int
        let request: RestRequest
        /// Whether it is a record of a collection, which by itself would be a request.
        var isRecord = false
    }

    /// The requests inside a composite request or a batch, and the records of a collection as if each came by itself.
    func parts(in schema: Schema) -> [Part] {
        guard path.starts(with: ["services", "data"]), resource.first == "composite" else { return [] }
        switch Array(resource.dropFirst()) {
        case []: return requests(in: "compositeRequest", bodyName: "body", schema)
        case ["batch"]: return requests(in: "batchRequests", bodyName: "richInput", schema)
        case ["sobjects"]: return records(schema)
        default: return []
        }
    }

    private func requests(in list: String, bodyName: String, _ schema: Schema) -> [Part] {
        let elements = (try? json()[list]?.array) ?? []
        return elements.enumerated().compactMap { index, element in
            guard let method = element["method"]?.string.flatMap({ HTTPRequest.Method(rawValue: $0) }),
                let url = element["url"]?.string
            else { return nil }
            var request = self
            (request.path, request.query) = Self.parts(of: Subrequest.target(ofURL: url))
            request.method = method
            request.body = element[bodyName]?.serialized() ?? []
            return Part(index: index, request: request)
        }
    }

    private func records(_ schema: Schema) -> [Part] {
        if method == .delete {
            let ids = query["ids"]?.split(separator: ",").map(\.trimmed).filter { !$0.isEmpty } ?? []
            return ids.enumerated().compactMap { index, id in
                schema.object(ofId: id).map { record(index, [$0.name, id]) }
            }
        }
        let elements = (try? json()["records"]?.array) ?? []
        return elements.enumerated().compactMap { index, element in
            guard let record = try? CollectionRecord(element) else { return nil }
            return self.record(index, [record.type] + (record.id.map { [$0] } ?? []))
        }
    }

    private func record(_ index: Int, _ target: [String]) -> Part {
        var request = self
        request.path = path.prefix(3) + ["sobjects"] + target
        request.query = QueryItems("")
        request.body = []
        return Part(index: index, request: request, isRecord: true)
    }
}
