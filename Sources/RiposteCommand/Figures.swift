import Evaluation
import Foundation

/// Figures as people read them.
enum Figures {
    /// `1,234,567`
    static func grouped(_ number: Int) -> String { Numbers.grouped(number) }

    /// `950`, `31.2k`, `2.4M`
    static func short(_ number: Double) -> String {
        switch number {
        case ..<1000: String(format: "%.0f", number)
        case ..<1e6: String(format: "%.1fk", number / 1000)
        default: String(format: "%.1fM", number / 1e6)
        }
    }

    /// `0:07`, `4:32`, `1:02:03`
    static func time(_ seconds: Double) -> String {
        let seconds = Int(min(max(0, seconds.rounded()), 1e9))
        let (hours, minutes) = (seconds / 3600, seconds / 60 % 60)
        return hours > 0
            ? String(format: "%d:%02d:%02d", hours, minutes, seconds % 60)
            : String(format: "%d:%02d", minutes, seconds % 60)
    }

    /// `1 file`, `2 files`
    static func count(_ number: Int, _ noun: String) -> String {
        "\(grouped(number)) \(noun)\(number == 1 ? "" : "s")"
    }

    /// `2.134`
    static func decimal(_ value: Double, places: Int = 3) -> String {
        String(format: "%.\(places)f", value)
    }
}
