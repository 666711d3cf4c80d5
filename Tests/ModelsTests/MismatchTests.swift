import Foundation
import Models
import Tensors
import Testing
import Texts

/// Which passages lend their texts and contexts to others.
@Suite("Mismatched passages")
struct MismatchTests {
    private let passages: [Passage]

    init() throws { passages = try MismatchedCorpus.passages(48) }

    @Test func passagesKnowWhetherTheyBeginAUnit() throws {
        #expect(passages.contains { $0.beginsUnit } && passages.contains { !$0.beginsUnit })
        // The newline, of which every context of the corpus has one.
        let newline = try #require(
            passages.first { $0.beginsUnit && !$0.context.isEmpty }?.context.last)
        for passage in passages {
            #expect(
                passage.beginsUnit
                    == (passage.context.isEmpty || passage.context.last == newline))
        }
    }

    @Test func wrongTextsDifferInWhatTheirHeadIsAskedFor() {
        let byTopic = passages.indices.map { $0 % 2 == 0 }
        let others = Mismatch.wrongTexts(passages, byTopic: byTopic, RandomSource(seed: 1))
        var sameTopic = 0
        for (index, other) in others.enumerated() {
            guard let other else {
                #expect(!passages[index].beginsUnit, "there is one for all that begin a unit")
                continue
            }
            #expect(passages[index].beginsUnit && passages[other].beginsUnit)
            #expect(passages[other].document != passages[index].document)
            if byTopic[index] {
                #expect(passages[other].topic != passages[index].topic)
            } else if passages[other].topic == passages[index].topic {
                sameTopic += 1
            }
        }
        #expect(sameTopic > 10, "a wrong context must not be given away by its topic")
    }

    @Test func wrongContextsAreOfOtherDocumentsAndNotEmpty() {
        let order = Mismatch.wrongContexts(passages, RandomSource(seed: 2))
        for (index, other) in order.enumerated() {
            if passages[index].beginsUnit {
                #expect(passages[other].document != passages[index].document)
                #expect(!passages[other].context.isEmpty)
            } else {
                #expect(other == index)
            }
        }
    }

    @Test func exchangedTextsKeepContextTopicAndTheirOwnLength() {
        let topics = Mismatch.topicVectors(passages.map(\.topic), count: 3)
        let batch = Batch(passages, topics: topics)
        let order = passages.indices.map { ($0 + 5) % passages.count }
        let exchanged = batch.withTexts(of: order)
        #expect(exchanged.context == batch.context && exchanged.topics == batch.topics)
        for (index, other) in order.enumerated() {
            for step in 0..<batch.steps {
                let (to, from) = (step * batch.size + index, step * batch.size + other)
                #expect(exchanged.targets[to] == batch.targets[from])
                #expect(exchanged.weights[to] == batch.weights[from])
            }
        }
    }

    @Test func mixturesStandInPlaceOfOneTopicAndAreExchangedWhole() {
        let mixtures: [[Float]] = [[0.7, 0.2, 0.1], [], [0, 0.5, 0.5]]
        let shown = Mismatch.topicVectors([0, 2, nil], weights: mixtures, count: 3)
        #expect(shown == [0.7, 0.2, 0.1, 0, 0, 1] + [Float](repeating: 1 / 3, count: 3))
        let wrong = Mismatch.exchangedTopicVectors(
            [0, 2, 1], with: [2, 1, 0], weights: mixtures, count: 3)
        #expect(wrong == [0.1, 0.2, 0.7, 0, 1, 0, 0.5, 0, 0.5])
    }
}
