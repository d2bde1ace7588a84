import HTTPTypes

extension SaveOptions {
    /// Reads `Sforce-Duplicate-Rule-Header: allowSave=true`.
    init(_ headers: HTTPFields, apiVersion: String) {
        self.apiVersion = apiVersion
        for option in headers[.sforceDuplicateRule]?.split(whereSeparator: { $0 == "," || $0 == ";" }) ?? [] {
            let parts = option.split(separator: "=").map { $0.trimmed.lowercased() }
            if parts == ["allowsave", "true"] { allowsDuplicates = true }
        }
    }
}
