import Texts

/// A text up to its last whole unit, and the unit that has been begun after it.
struct UnitParts {
    let closed: String
    let open: String

    init(_ text: String, _ layout: Layout) {
        (closed, open) = UnitParts.split(text, layout)
    }

    private static func split(_ text: String, _ layout: Layout) -> (closed: String, open: String) {
        if UnitEnd.isClosed(text, by: layout.separator) { return (text, "") }
        guard let last = layout.units(of: text).last else { return (text, "") }
        let open = last.hasSuffix(layout.separator) ? String(last.dropLast()) : last
        guard text.hasSuffix(open) else { return (text, "") }
        return (String(text.dropLast(open.count)), open)
    }
}
