import Models
import Tensors
import Testing
import Texts
import Training

/// How training passages are shown.
@Suite("Training data")
final class TrainingDataTests: SmallRuns {
    private static let count = 2000

    private func shards(_ change: (inout TrainingSettings) -> Void) throws -> [BatchShard] {
        let corpus = try Corpus.open([folder.appendingPathComponent("texts").path])
        var settings = settings(1, 0)
        (settings.topicDropout, settings.contextDropout) = (0, 0)
        change(&settings)
        let data = TrainingData(
            corpus, shape: PassageShape(contextCharacters: 48, continuationCharacters: 32),
            settings: settings)
        return try data.shards(of: 4, 0..<TrainingDataTests.count, RandomSource(seed: 1))
    }

    private func shareWithout(_ head: Head, _ shards: [BatchShard]) -> Double {
        let hidden = shards.reduce(0) { count, shard in
            count + (0..<4).filter { !shard.batch.canBeAsked(head, passage: $0) }.count
        }
        return Double(hidden) / Double(TrainingDataTests.count)
    }

    @Test(arguments: [0, 0.1, 1])
    func soManyPassagesAreShownWithoutTheirTopic(_ share: Double) throws {
        let shown = shareWithout(.topic, try shards { $0.topicDropout = share })
        let error = (share * (1 - share) / Double(TrainingDataTests.count)).squareRoot()
        #expect(abs(shown - share) <= 4 * error)
    }

    @Test func aShortContextHasNoMoreUnitsThanAsked() throws {
        let none = try shards { ($0.contextDropout, $0.shortContextUnits) = (1, 0) }
        #expect(shareWithout(.context, none) == 1)
        // Beginnings of documents have none anyhow; of the others a third of all gets none.
        let beginnings = shareWithout(.context, try shards { _ in })
        let short = shareWithout(
            .context, try shards { ($0.contextDropout, $0.shortContextUnits) = (1, 2) })
        #expect(beginnings < 0.2 && abs(short - (beginnings + (1 - beginnings) / 3)) < 0.06)
    }
}
