/// A piece of a page: elements and text. It is written as HTML that is well-formed XML too, and no text,
/// wherever it comes from, can become markup.
package indirect enum Markup {
    /// Text; shown as it is.
    case text(String)
    /// An element.
    case element(String, [(name: String, value: String)], [Markup])
    /// Several pieces in a row.
    case group([Markup])
    /// The page's own style sheet, which is not text.
    case style(String)

    /// An element with attributes and content.
    package static func tag(
        _ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ content: [Markup] = []
    ) -> Markup {
        .element(name, attributes.map { ($0.key, $0.value) }, content)
    }

    /// An element that holds text.
    package static func tag(
        _ name: String, _ attributes: KeyValuePairs<String, String>, _ text: String
    ) -> Markup {
        tag(name, attributes, [.text(text)])
    }

    /// An element without attributes that holds text.
    static func tag(_ name: String, _ text: String) -> Markup { tag(name, [:], [.text(text)]) }

    /// A paragraph.
    static func paragraph(_ text: String) -> Markup { tag("p", [:], [.text(text)]) }

    /// The elements that HTML writes without an end; every other one has an end tag even when empty.
    private static let void: Set<String> = ["meta", "br", "hr", "link", "col"]

    /// The markup as characters.
    package var html: String {
        var output = ""
        write(to: &output)
        return output
    }

    private func write(to output: inout String) {
        switch self {
        case .text(let text): output += Markup.escaped(text)
        case .group(let pieces): pieces.forEach { $0.write(to: &output) }
        case .style(let rules):
            precondition(!rules.contains("<") && !rules.contains("&"), "style that is markup")
            output += "<style>" + rules + "</style>"
        case .element(let name, let attributes, let content):
            output += "<" + name
            for (name, value) in attributes {
                output += " " + name + "=\"" + Markup.escaped(value) + "\""
            }
            if Markup.void.contains(name) {
                output += "/>"
            } else {
                output += ">"
                content.forEach { $0.write(to: &output) }
                output += "</" + name + ">"
            }
        }
    }

    /// `text` with everything that markup would obey spelled out. What no page may hold becomes visible:
    /// control characters as their pictures, noncharacters and directions that would reach past the
    /// text as U+FFFD.
    package static func escaped(_ text: String) -> String {
        var safe = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": safe.append(contentsOf: "&amp;".unicodeScalars)
            case "<": safe.append(contentsOf: "&lt;".unicodeScalars)
            case ">": safe.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": safe.append(contentsOf: "&quot;".unicodeScalars)
            case "'": safe.append(contentsOf: "&#39;".unicodeScalars)
            case "\n", "\t": safe.append(scalar)
            case "\u{00}"..."\u{1F}":
                safe.append(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}")
            case "\u{7F}": safe.append("\u{2421}")
            case "\u{80}"..."\u{9F}", "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}":
                safe.append("\u{FFFD}")
            default:
                safe.append(scalar.properties.isNoncharacterCodePoint ? "\u{FFFD}" : scalar)
            }
        }
        return String(safe)
    }
}
