import Models
import Tensors
import Testing
import Texts
import Training

/// Which passages are asked whether they fit.
@Suite("Misfits")
struct MisfitTests {
    /// Four passages of two documents and topics; the last two have no context.
    private let passages: [Passage]

    init() throws {
        let runs = try SmallRuns()
        let corpus = try Corpus.open([runs.folder.appendingPathComponent("texts").path])
        let source = PassageSource(
            corpus, corpus.training,
            shape: PassageShape(contextCharacters: 48, continuationCharacters: 32), seed: 1)
        let all = try (0..<8000).map { try source.passage(at: $0) }.filter(\.beginsUnit)
        func first(_ topic: Int, isBeginning: Bool) -> [Passage] {
            Array(all.filter { $0.topic == topic && $0.context.isEmpty == isBeginning }.prefix(2))
        }
        passages =
            first(0, isBeginning: false) + first(1, isBeginning: false)
            + first(0, isBeginning: true)
            + first(1, isBeginning: true)
        try #require(passages.count == 8)
    }

    private func misfits(topics: [Int?], isAboutRealismAlone: Bool = false) -> Misfits {
        let batch = Batch(passages, topics: Mismatch.topicVectors(topics, count: 2))
        return Misfits(
            of: passages, shownAs: batch, hasTopics: true,
            isAboutRealismAlone: isAboutRealismAlone, RandomSource(seed: 3))
    }

    @Test func nobodyIsAskedAboutWhatIsNotShown() {
        let shown = misfits(topics: passages.map(\.topic))
        #expect(
            shown.heads == [.topic, .context, .topic, .context, .topic, .context, .topic, .context])
        // Without a context the context head cannot know.
        #expect(shown.areAsked == [true, true, true, true, true, false, true, false])
        let hidden = misfits(topics: passages.map { _ in nil })
        #expect(hidden.areAsked == [false, true, false, true, false, false, false, false])
    }

    @Test func aDuelAboutRealismAsksNobody() {
        let none = misfits(topics: passages.map(\.topic), isAboutRealismAlone: true)
        #expect(none.areAsked.allSatisfy { !$0 })
        #expect(none.batch.targets == Batch(passages, topics: []).targets)
    }
}
