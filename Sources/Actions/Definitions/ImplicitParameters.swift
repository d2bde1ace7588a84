import JSON

/// Reads from an action's requests what their author did not declare.
enum ImplicitParameters {
    /// A required parameter for every placeholder that is neither a variable nor a reference, in order of appearance.
    static func found(in requests: [RequestDefinition]) -> [ParameterDefinition] {
        var names: [String] = []
        for request in requests {
            for name in placeholderNames(in: request.texts) where !names.contains(name) { names.append(name) }
        }
        return names.filter { Variable(rawValue: $0) == nil && !$0.contains(".") && !$0.contains("[") }
            .map { ParameterDefinition(parameter: Parameter($0, isRequired: true), declaresType: false) }
    }

    /// Whether a path has the placeholder where a record's id stands: `sobjects/Contact/{{contact_id}}`.
    static func standsForRecord(_ name: String, in requests: [RequestDefinition]) -> Bool {
        requests.contains { request in
            guard case .endpoint(let endpoint) = request.endpoint,
                let path = PercentCoding.decode(endpoint.prefix { $0 != "?" }, plusIsSpace: false)?.text
            else { return false }
            let segments = path.split(separator: "/")
            guard let objects = segments.firstIndex(of: "sobjects"), segments.count > objects + 2 else { return false }
            return segments[objects + 2] == "{{\(name)}}"
        }
    }

    private static func placeholderNames(in texts: [String]) -> [String] {
        var names: [String] = []
        for text in texts {
            var rest = Substring(text)
            while let open = rest.firstRange(of: "{{") {
                rest = rest[open.upperBound...].drop { $0 == "{" || $0 == " " }
                names.append(String(rest.prefix { $0.isLetter || $0.isNumber || "_.[]".contains($0) }))
            }
            if let word = soleSearchWord(in: text) { names.append(word) }
        }
        return names.filter { !$0.isEmpty }
    }

    /// `FIND {search_term}`: one word with an underscore is a name that somebody means to have filled in.
    private static func soleSearchWord(in text: String) -> String? {
        guard let find = text.firstRange(of: "FIND") ?? text.firstRange(of: "find") else { return nil }
        let rest = text[find.upperBound...].drop(while: \.isWhitespace)
        guard rest.first == "{", let close = rest.firstIndex(of: "}") else { return nil }
        let word = rest[rest.index(after: rest.startIndex)..<close]
        guard word.contains("_"), word.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }) else {
            return nil
        }
        return String(word)
    }
}

extension RequestDefinition {
    /// Every text of the request that may hold placeholders, decoded.
    fileprivate var texts: [String] {
        let statement =
            switch endpoint {
            case .endpoint(let text): PercentCoding.decode(text, plusIsSpace: true)?.text ?? text
            case .soql(let text), .sosl(let text): text
            }
        let body =
            switch body {
            case .text(let text): [text]
            case .json(let json): [json.serializedText()]
            case nil: [] as [String]
            }
        return [statement] + body
    }
}
