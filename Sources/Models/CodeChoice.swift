/// A code that somebody asks for: a category, and perhaps the values too; what is not said is drawn.
public struct CodeChoice: Codable, Hashable, Sendable {
    /// The category, from 0.
    public var category: Int
    /// The continuous variables; nil: drawn.
    public var values: [Float]?

    /// The widest range of a value; training draws from −1 to 1.
    public static let range: ClosedRange<Float> = -3...3

    /// A choice.
    public init(category: Int, values: [Float]? = nil) {
        self.category = category
        self.values = values
    }

    /// A choice as it is typed: `3`, or `3:0.5,-1`, with categories counted from 1.
    ///
    /// - Throws: ``CodeError/notACode(_:)``.
    public init(parsing text: String) throws {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let number = Int(parts[0]), number >= 1 else {
            throw CodeError.notACode(text)
        }
        var values: [Float]?
        if parts.count == 2 {
            let numbers = parts[1].split(separator: ",", omittingEmptySubsequences: false)
                .map { Float($0).flatMap { CodeChoice.range.contains($0) ? $0 : nil } }
            guard numbers.count == LatentCode.valueCount, !numbers.contains(nil) else {
                throw CodeError.notACode(text)
            }
            values = numbers.compactMap { $0 }
        }
        self.init(category: number - 1, values: values)
    }

    /// Checks that a model with `categories` has the category.
    ///
    /// - Throws: ``CodeError``.
    public func check(categories: Int) throws {
        guard categories > 0 else { throw CodeError.none }
        guard category < categories else {
            throw CodeError.unknown(category + 1, categories: categories)
        }
    }

    /// The choice, with what it leaves open from `drawn`.
    func completed(by drawn: LatentCode) -> LatentCode {
        LatentCode(category: category, values: values ?? drawn.values)
    }
}

extension CodeChoice: CustomStringConvertible {
    /// As it is typed.
    public var description: String {
        let values = values.map { ":" + $0.map { "\($0)" }.joined(separator: ",") }
        // Whatever a file says the category is, it can be told.
        return "\(category &+ 1)\(values ?? "")"
    }
}

/// Why there is no such code.
public enum CodeError: Error, Equatable {
    /// It cannot be read.
    case notACode(String)
    /// The model has fewer categories.
    case unknown(Int, categories: Int)
    /// The model was trained without codes.
    case none
}

extension CodeError: CustomStringConvertible {
    /// What is wrong and what to type instead.
    public var description: String {
        switch self {
        case .notACode(let text):
            "\"\(text)\" is no code; it is a number, or a number and two values from -3 to 3, "
                + "such as 3:0.5,-1"
        case .unknown(let number, let categories):
            "there is no code \(number); this model's go from 1 to \(categories)"
        case .none: "this model has no codes; it was trained without --codes"
        }
    }
}
