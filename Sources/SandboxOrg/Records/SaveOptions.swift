/// What a request says about how its records are to be saved.
struct SaveOptions: Sendable {
    /// Whether a record is saved although another looks like it.
    var allowsDuplicates = false
    /// The version in the paths of an error that points at records.
    var apiVersion = "59.0"
}
