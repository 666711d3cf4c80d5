/// Where two texts part, in words.
struct Difference: CustomStringConvertible {
    let description: String

    init(_ expected: String, _ written: String) {
        let same = zip(expected, written).prefix { $0 == $1 }.count
        func shown(_ text: String) -> String {
            let rest = text.dropFirst(same).prefix(12)
            return rest.isEmpty ? "its end" : "\"\(rest)\""
        }
        description = "(at character \(same + 1): \(shown(expected)) there, \(shown(written)) here)"
    }
}
