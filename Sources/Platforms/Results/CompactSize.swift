import JSON

/// Makes JSON fit into a number of bytes.
struct CompactSize {
    let bytes: Int

    /// The lengths long texts are shortened to, one after the other, before anything is dropped.
    private static let textLengths = [1_000, 400, 160, 80]

    /// The items that fit together with the rest of the result; the first one stays, cut where it must be.
    func fitting(_ items: [JSONValue], besides rest: JSONValue) -> (items: [JSONValue], isCut: Bool) {
        let available = bytes - size(of: rest)
        var shortened = items
        for length in Self.textLengths {
            shortened = items.map { shortening($0, to: length) }
            if shortened.reduce(0, { $0 + size(of: $1) + 1 }) <= available { return (shortened, false) }
        }
        // A record that was asked for is worth more than another one's children.
        for children in [3, 1, 0] {
            let thinned = shortened.map { limitingChildren($0, to: children) }
            if thinned.reduce(0, { $0 + size(of: $1) + 1 }) <= available { return (thinned, true) }
            if children == 0 { shortened = thinned }
        }
        var kept: [JSONValue] = []
        var used = 0
        for item in shortened {
            used += size(of: item) + 1
            guard used <= available else { break }
            kept.append(item)
        }
        if kept.isEmpty, let first = shortened.first { kept = [trimming(first, to: available)] }
        return (kept, true)
    }

    /// A value that fits; `isCut` says whether anything but the end of a text is missing.
    func fitting(_ value: JSONValue) -> (value: JSONValue, isCut: Bool) {
        if size(of: value) <= bytes { return (value, false) }
        // What is cut will be marked as such, which takes its own room.
        let available = bytes - #","more":true"#.utf8.count
        for length in Self.textLengths {
            let shortened = shortening(value, to: length)
            if size(of: shortened) <= available { return (shortened, false) }
        }
        return (trimming(shortening(value, to: Self.textLengths[Self.textLengths.count - 1]), to: available), true)
    }

    /// A record with at most so many of each kind of its children.
    private func limitingChildren(_ value: JSONValue, to count: Int) -> JSONValue {
        guard case .object(var object) = value else { return value }
        for member in object {
            guard let children = member.value.array, children.first?.object != nil else { continue }
            object[member.key] = count == 0 ? nil : .array(Array(children.prefix(count)))
        }
        return .object(object)
    }

    private func size(of value: JSONValue) -> Int { value.serialized().count }

    private func shortening(_ value: JSONValue, to length: Int) -> JSONValue {
        switch value {
        case .string(let text):
            // A text's characters are at most as many as its bytes, which are counted at once.
            guard text.utf8.count > length, text.count > length else { return value }
            return .string(text.prefix(length - 1) + "…")
        case .array(let values): return .array(values.map { shortening($0, to: length) })
        case .object(let object):
            var result = JSONObject()
            for member in object { result[member.key] = shortening(member.value, to: length) }
            return .object(result)
        default: return value
        }
    }

    /// Drops elements and members from the end until the value fits, ids excepted, and looks into what is left.
    private func trimming(_ value: JSONValue, to available: Int) -> JSONValue {
        switch value {
        case .array(let values):
            var kept: [JSONValue] = []
            var left = available - 2
            for element in values {
                let needed = size(of: element) + 1
                guard needed <= left else {
                    if kept.isEmpty { kept.append(trimming(element, to: left)) }
                    break
                }
                kept.append(element)
                left -= needed
            }
            return .array(kept)
        case .object(let object):
            var kept = JSONObject()
            var left = available - 2
            for member in object where isID(member.key) { left -= size(of: member) }
            for member in object {
                let needed = size(of: member)
                if isID(member.key) {
                    kept[member.key] = member.value
                } else if needed <= left {
                    kept[member.key] = member.value
                    left -= needed
                } else if let trimmed = trimmedMember(member, to: left) {
                    kept[member.key] = trimmed
                    left -= size(of: .init(key: member.key, value: trimmed))
                }
            }
            return .object(kept)
        default: return value
        }
    }

    /// What is left of a list or a record inside a record; nil when that is nothing of use.
    private func trimmedMember(_ member: JSONObject.Member, to available: Int) -> JSONValue? {
        guard member.value.array != nil || member.value.object != nil else { return nil }
        let trimmed = trimming(member.value, to: available - member.key.utf8.count - 4)
        let isEmpty = trimmed.array?.isEmpty ?? trimmed.object?.isEmpty ?? true
        guard !isEmpty, size(of: .init(key: member.key, value: trimmed)) <= available else { return nil }
        return trimmed
    }

    private func size(of member: JSONObject.Member) -> Int {
        size(of: .string(member.key)) + size(of: member.value) + 2
    }

    private func isID(_ key: String) -> Bool { key == "Id" || key == "id" }
}
