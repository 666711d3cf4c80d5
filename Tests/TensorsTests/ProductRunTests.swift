import Tensors
import Testing

/// Lists of products that are run alone.
@Suite struct ProductRunTests {
    @Test(arguments: [Precision.f32, .bf16].filter(\.isSupported), [1, 2])
    func countsAndRunsEveryKind(precision: Precision, workers: Int) {
        let products = [
            MatrixProduct(.forward, rows: 4, inputs: 32, outputs: 16, count: 5),
            MatrixProduct(.backward, rows: 4, inputs: 32, outputs: 16, count: 2),
            MatrixProduct(.weightGradient, rows: 20, inputs: 32, outputs: 16),
            MatrixProduct(.perPassage(.right), rows: 6, inputs: 8, outputs: 10, count: 3),
            MatrixProduct(.perPassage(.left), rows: 10, inputs: 6, outputs: 8, count: 3),
        ]
        let run = ProductRun(products, precision: precision, workers: workers)
        #expect(run.operations == Double(2 * 4 * 32 * 16 * (5 + 2 + 5) + 2 * 6 * 8 * 10 * 3 * 2))
        let pool = WorkerPool(count: workers)
        run.run(pieces: 7, on: pool)
        pool.close()
    }

    @Test func countsAndRunsWhatIsInInt8() {
        let products = [
            MatrixProduct(.forward, rows: 4, inputs: 32, outputs: 16, count: 5),
            MatrixProduct(.backward, rows: 4, inputs: 32, outputs: 16, count: 2),
            MatrixProduct(.perPassage(.right), rows: 1, inputs: 8, outputs: 10, count: 3),
        ]
        let run = ProductRun(products, precision: .f32, workers: 2, isInt8: true)
        #expect(run.operations == Double(2 * 4 * 32 * 16 * (5 + 2) + 2 * 8 * 10 * 3))
        let pool = WorkerPool(count: 2)
        run.run(pieces: 5, on: pool)
        pool.close()
    }

    /// The list is what takes the time, not its bookkeeping: a hundred times the products take longer.
    @Test func moreProductsTakeLonger() {
        let pool = WorkerPool(count: 1)
        func time(_ count: Int) -> Duration {
            let product = MatrixProduct(.forward, rows: 16, inputs: 256, outputs: 256, count: count)
            let run = ProductRun([product], precision: .f32, workers: 1)
            return (0..<5).map { _ in
                let began = ContinuousClock.now
                run.run(pieces: 1, on: pool)
                return began.duration(to: .now)
            }.min() ?? .zero
        }
        #expect(time(200) > time(2) * 5)
        pool.close()
    }
}
