/// Makes text of any origin safe to show on a terminal.
///
/// What a terminal would obey instead of showing becomes visible: control characters turn into
/// their pictures (`␛` for escape) or U+FFFD, so no sequence of them can move the cursor, change
/// colours or set a title; directional and other invisible format characters, line and paragraph
/// separators become U+FFFD. Newline and tab stay. Joiners stay, since Indic and Persian writing
/// and emoji need them. A mark with no letter before it gets a dotted circle to sit on, and marks
/// beyond ``mostMarks`` on one letter are dropped, so that they cannot paint over other lines.
///
/// A value remembers where it is in the text, so that text may come in pieces:
///
/// ```swift
/// var safe = SafeText()
/// for piece in pieces { show(safe.next(piece)) }
/// ```
public struct SafeText: Sendable {
    /// The most combining marks that one letter keeps.
    public static let mostMarks = 8

    private var marks: Int?

    /// At the beginning of a text.
    public init() {}

    /// The whole of `text`, made safe.
    public static func of(_ text: String) -> String {
        var safe = SafeText()
        return safe.next(text)
    }

    /// `text` made safe and kept to one line: newlines and tabs become spaces.
    public static func onOneLine(_ text: String) -> String {
        of(String(String.UnicodeScalarView(text.unicodeScalars.map(SafeText.spaceForBreak))))
    }

    /// Whether `text` can be shown as it is.
    public static func isSafe(_ text: String, onOneLine: Bool = false) -> Bool {
        text.unicodeScalars.elementsEqual(
            (onOneLine ? self.onOneLine(text) : of(text)).unicodeScalars)
    }

    /// The next piece of the text, made safe.
    public mutating func next(_ piece: String) -> String {
        var safe = String.UnicodeScalarView()
        for scalar in piece.unicodeScalars { append(scalar, to: &safe) }
        return String(safe)
    }

    private mutating func append(_ scalar: Unicode.Scalar, to safe: inout String.UnicodeScalarView)
    {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .spacingMark:
            guard let count = marks else {
                safe.append("\u{25CC}")
                safe.append(scalar)
                marks = 1
                return
            }
            marks = count + 1
            if count < SafeText.mostMarks { safe.append(scalar) }
        default:
            let shown = SafeText.visible(scalar)
            safe.append(shown)
            marks = shown == "\n" || shown == "\t" ? nil : 0
        }
    }

    /// The scalar itself when a terminal shows it, a visible one in its place otherwise.
    private static func visible(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar {
        case "\n", "\t": return scalar
        case "\u{00}"..."\u{1F}": return Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}"
        case "\u{7F}": return "\u{2421}"
        // Soft hyphen, zero-width space, joiners and word joiner.
        case "\u{AD}", "\u{200B}"..."\u{200D}", "\u{2060}": return scalar
        // Signs that Arabic, Syriac and Kaithi write before a number; they are seen.
        case "\u{600}"..."\u{605}", "\u{6DD}", "\u{70F}", "\u{890}", "\u{891}", "\u{8E2}",
            "\u{110BD}", "\u{110CD}":
            return scalar
        default: break
        }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: return "\u{FFFD}"
        default: return scalar
        }
    }

    private static func spaceForBreak(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        scalar == "\n" || scalar == "\t" ? " " : scalar
    }
}
