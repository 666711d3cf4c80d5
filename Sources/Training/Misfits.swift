import Models
import Tensors
import Texts

/// What the topic and context heads are to reject: the passages of a batch with texts of one another, that
/// do not fit the topic, or the context, that they come under.
package struct Misfits {
    /// The head that each passage asks: topics and contexts take turns where there are topics.
    package let heads: [Head]
    /// Whether there is a text that does not fit, and the head can know it
    /// (``Models/Batch/canBeAsked(_:passage:)``).
    package let areAsked: [Bool]
    /// The passages with the other texts, or with their own where there is none.
    package let batch: Batch

    /// Those of `passages`, which `batch` shows.
    ///
    /// - Parameter isAboutRealismAlone: nobody is asked, and `passages` are not looked at.
    package init(
        of passages: [Passage], shownAs batch: Batch, hasTopics: Bool, isAboutRealismAlone: Bool,
        _ source: RandomSource
    ) {
        let byTopic = (0..<batch.size).map { hasTopics && $0 % 2 == 0 }
        let heads = byTopic.map { $0 ? Head.topic : .context }
        let others =
            isAboutRealismAlone
            ? [Int?](repeating: nil, count: batch.size)
            : Mismatch.wrongTexts(passages, byTopic: byTopic, source.child("wrong texts"))
        areAsked = others.enumerated().map { index, other in
            other != nil && batch.canBeAsked(heads[index], passage: index)
        }
        self.heads = heads
        self.batch = batch.withTexts(
            of: others.enumerated().map { index, other in other ?? index })
    }
}
