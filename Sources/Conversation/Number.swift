import Foundation

/// Numbers as people read them.
enum Number {
    /// Two decimals and always a sign: `+0.31`.
    static func signed(_ value: Float) -> String { String(format: "%+.2f", value) }

    /// The probability that a logit stands for: `58 %`.
    static func percent(ofLogit logit: Float) -> String {
        String(format: "%.0f %%", 100 / (1 + exp(-logit)))
    }

    /// `1 turn`, `2 turns`, `2 replies`.
    static func count(_ number: Int, _ noun: String, plural: String? = nil) -> String {
        "\(number) \(number == 1 ? noun : plural ?? noun + "s")"
    }
}
