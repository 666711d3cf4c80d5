import Foundation

/// Keeps documents that were encoded, up to a number of bytes; the oldest make room for new ones.
///
/// Safe to use from several threads: all state is behind one lock, and documents are encoded
/// outside it.
final class DocumentCache: @unchecked Sendable {
    private let budget: Int
    private let lock = NSLock()
    private var documents: [Int: Document] = [:]
    private var arrivals: [Int] = []
    private var oldest = 0
    private var bytes = 0

    /// A cache for documents of `budget` bytes together.
    init(budget: Int) {
        self.budget = budget
    }

    /// The document at `index`, which `make` makes when it is not at hand.
    func document(_ index: Int, make: () -> Document) -> Document {
        if let known = lock.withLock({ documents[index] }) { return known }
        let made = make()
        lock.withLock { keep(made) }
        return made
    }

    private func keep(_ document: Document) {
        guard documents[document.index] == nil else { return }
        documents[document.index] = document
        arrivals.append(document.index)
        bytes += DocumentCache.size(of: document)
        // The newest stays, however large: it is in use.
        while bytes > budget, oldest < arrivals.count - 1 {
            if let gone = documents.removeValue(forKey: arrivals[oldest]) {
                bytes -= DocumentCache.size(of: gone)
            }
            oldest += 1
        }
        if oldest > arrivals.count / 2 {
            arrivals.removeFirst(oldest)
            oldest = 0
        }
    }

    private static func size(of document: Document) -> Int {
        document.symbols.count * 2 + document.unitStarts.count * 8 + 128
    }
}
