/// What a refresh token stands for.
struct RefreshToken: Sendable {
    var grant: Session.Grant
    /// All tokens that came of one consent.
    var family: Int
    /// Whether another has taken its place.
    var isReplaced = false
}
