import JSON

/// One error as Salesforce reports it.
struct SalesforceError: Hashable, Sendable {
    var code: String?
    var message: String?
    var fields: [String] = []
    var matches: [CRMError.Match] = []

    /// Reads an element of an error array, a row's error (which says `statusCode`), or an OAuth error. Nil when the
    /// value has no code.
    init?(_ value: JSONValue) {
        guard let code = (value["errorCode"] ?? value["statusCode"] ?? value["error"])?.string else { return nil }
        self.code = code
        message = (value["message"] ?? value["error_description"])?.string
        fields = value["fields"]?.array?.compactMap(\.string) ?? []
        for result in value["duplicateResult"]?["matchResults"]?.array ?? [] {
            for match in result["matchRecords"]?.array ?? [] {
                guard let record = match["record"], let id = record["Id"]?.string else { continue }
                let object = record["attributes"]?["type"]?.string ?? result["entityType"]?.string
                matches.append(.init(object: object, id: id))
            }
        }
    }
}

/// The errors in one answer.
///
/// Salesforce reports them as an array, as rows of a collection, a tree, a batch or a composite, which come with
/// status 200 even when every row failed, or, from its sign-in server, as an object.
struct SalesforceErrors {
    private(set) var errors: [SalesforceError] = []
    /// Whether a row of the same answer was carried out.
    private(set) var somethingSucceeded = false

    /// Reads a body. `isFailure` says that by the HTTP status the request as a whole failed.
    init(_ body: JSONValue, isFailure: Bool) {
        switch body {
        case .array(let values): readArray(values, isFailure: isFailure)
        case .object: readObject(body, isFailure: isFailure)
        default: break
        }
    }

    private mutating func readArray(_ values: [JSONValue], isFailure: Bool) {
        for value in values {
            if value["success"] != nil {
                readRow(value)
            } else if isFailure, let error = SalesforceError(value) {
                errors.append(error)
            }
        }
    }

    private mutating func readObject(_ body: JSONValue, isFailure: Bool) {
        if body["success"] != nil {
            readRow(body)
        } else if let responses = body["compositeResponse"]?.array {
            for response in responses { readPart(status: response["httpStatusCode"], body: response["body"]) }
        } else if let results = body["results"]?.array, body["hasErrors"] != nil {
            for result in results {
                if result["statusCode"]?.integer != nil {
                    readPart(status: result["statusCode"], body: result["result"])
                } else {
                    readRow(result)
                }
            }
        } else if isFailure, let error = SalesforceError(body) {
            errors.append(error)
        }
    }

    private mutating func readRow(_ row: JSONValue) {
        let found = row["errors"]?.array?.compactMap(SalesforceError.init) ?? []
        errors += found
        if row["success"]?.boolean ?? (found.isEmpty && row["id"] != nil) { somethingSucceeded = true }
    }

    private mutating func readPart(status: JSONValue?, body: JSONValue?) {
        guard let status = status?.integer else { return }
        if status < 300 {
            somethingSucceeded = true
        } else {
            errors += body?.array?.compactMap(SalesforceError.init) ?? []
        }
    }

    /// The error to act on, with the fields of all that share its code: the first that is not just the echo of another.
    var primary: SalesforceError? {
        let isSecondary = { (error: SalesforceError) in
            SalesforceErrorRule.secondaryCodes.contains(error.code ?? "")
        }
        guard var first = errors.first(where: { !isSecondary($0) }) ?? errors.first else { return nil }
        for error in errors where error.code == first.code {
            for field in error.fields where !first.fields.contains(field) { first.fields.append(field) }
            for match in error.matches where !first.matches.contains(match) { first.matches.append(match) }
        }
        return first
    }
}
