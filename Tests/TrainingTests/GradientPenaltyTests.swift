import Foundation
import Models
import Networks
import Tensors
import Testing
import Training

/// The gradient penalty's gradient by the weights, against double precision.
@Suite("Gradient penalty")
struct GradientPenaltyTests {
    /// D(x) = v·tanh(A·mean over steps of tanh(W·x)), on the tape and in plain double precision.
    private struct TinyCritic {
        static let (steps, batch, inputs, hidden, units) = (3, 2, 4, 5, 3)
        let parameters = Parameters(precision: .f32)
        let w: Linear
        let a: Linear
        let v: Linear

        init() {
            w = Linear(
                parameters, "w", inputs: Self.inputs, outputs: Self.hidden, hasBias: false)
            a = Linear(parameters, "a", inputs: Self.hidden, outputs: Self.units, hasBias: false)
            v = Linear(parameters, "v", inputs: Self.units, outputs: 1, hasBias: false)
            parameters.initialize(RandomSource(seed: 3))
            // Steep enough for the penalty to bend.
            for index in 0..<parameters.count { parameters.values[index] *= 2 }
            parameters.pack()
        }

        func callAsFunction(_ x: Variable, _ weights: Weights) -> Variable {
            let tape = weights.tape
            let mean = tape.passageMeans(
                tape.tanh(w(x, weights)),
                weights: [Float](repeating: 1, count: Self.steps * Self.batch), batch: Self.batch)
            return v(tape.tanh(a(mean, weights)), weights)
        }

        /// 10·Σ (‖∇ₓD‖ − 1)² in double precision, for weights laid out like the parameters' values.
        func penalty(_ values: [Double], _ x: [Double]) -> (sum: Double, norms: [Double]) {
            func at(_ layer: Linear, _ row: Int, _ column: Int) -> Double {
                values[layer.weight.offset + row * layer.weight.columns + column]
            }
            let norms = (0..<Self.batch).map { b -> Double in
                let states = (0..<Self.steps).map { t in
                    (0..<Self.hidden).map { h in
                        Foundation.tanh(
                            (0..<Self.inputs).reduce(0.0) {
                                $0 + at(w, h, $1) * x[(t * Self.batch + b) * Self.inputs + $1]
                            })
                    }
                }
                let top = (0..<Self.units).map { u -> Double in
                    let sum = (0..<Self.hidden).reduce(0.0) { sum, h in
                        sum + at(a, u, h) * states.reduce(0) { $0 + $1[h] } / Double(Self.steps)
                    }
                    let k = Foundation.tanh(sum)
                    return at(v, 0, u) * (1 - k * k)
                }
                let below = (0..<Self.hidden).map { h in
                    (0..<Self.units).reduce(0.0) { $0 + top[$1] * at(a, $1, h) }
                        / Double(Self.steps)
                }
                var squares = 0.0
                for state in states {
                    for i in 0..<Self.inputs {
                        let slope = (0..<Self.hidden).reduce(0.0) {
                            $0 + below[$1] * (1 - state[$1] * state[$1]) * at(w, $1, i)
                        }
                        squares += slope * slope
                    }
                }
                return squares.squareRoot()
            }
            return (norms.reduce(0) { $0 + 10 * ($1 - 1) * ($1 - 1) }, norms)
        }
    }

    @Test func agreesWithDoublePrecision() {
        let critic = TinyCritic()
        let count = TinyCritic.steps * TinyCritic.batch * TinyCritic.inputs
        let x = (0..<count).map { RandomSource(seed: 8).uniform($0) * 2 - 1 }
        let tape = Tape(precision: .f32)
        let penalty = GradientPenalty(weight: 10, step: 0.05)
        let points = tape.constant(
            x.map { Float($0) }, rows: count / TinyCritic.inputs, columns: TinyCritic.inputs)
        let fixed = critic.parameters.bound(to: tape, gradients: nil)
        let slopes = penalty.slopes(at: points.value, batch: TinyCritic.batch, on: tape) {
            critic($0, fixed)
        }
        let gradients = Gradients(critic.parameters)
        let learning = critic.parameters.bound(to: tape, gradients: gradients.pointer)
        let loss = penalty.record(slopes, share: 0.5, on: tape) { critic($0, learning) }
        tape.backward()

        let values = (0..<critic.parameters.count).map { Double(critic.parameters.values[$0]) }
        let expected = critic.penalty(values, x)
        for (own, exact) in zip(slopes.norms, expected.norms) {
            #expect(abs(own - exact) < 1e-5 * exact)
        }
        #expect(abs(loss - expected.sum) < 1e-4 * expected.sum)
        var largest = 0.0
        var worst = 0.0
        for parameter in critic.parameters.list {
            for index in parameter.offset..<parameter.offset + parameter.count {
                var (up, down) = (values, values)
                up[index] += 1e-5
                down[index] -= 1e-5
                let exact = 0.5 * (critic.penalty(up, x).sum - critic.penalty(down, x).sum) / 2e-5
                largest = max(largest, abs(exact))
                worst = max(worst, abs(exact - Double(gradients.pointer[index])))
            }
        }
        #expect(largest > 1, "the penalty bends")
        #expect(worst < 2e-3 * largest, "off by \(worst) of \(largest)")
    }

    /// For the real network: moving the weights along the gradient changes the penalty as it says.
    @Test(arguments: [0.01, 0.02, 0.05])
    func agreesWithDifferencesOfThePenalty(_ step: Double) {
        var configuration = ModelConfiguration(symbols: 12, topics: 2)
        configuration.embedding = 6
        configuration.contextHidden = 7
        configuration.discriminatorHidden = 8
        configuration.conditioning = 6
        configuration.attention = 6
        configuration.topicWidth = 3
        let discriminator = Discriminator(configuration, precision: .f32, RandomSource(seed: 2))
        let batch = Batch(
            contexts: [[4, 5, 6], []], continuations: [[3, 4, 5, 9], [7, 8, 1]],
            topics: [1, 0, 0, 1], stepMultiple: 8)
        let tape = Tape(precision: .f32)
        let penalty = GradientPenalty(weight: 10, step: step)
        func points() -> Matrix {
            let x = tape.matrix(batch.targets.count, 12)
            x.elements.update(repeating: 0)
            for (row, symbol) in batch.targets.enumerated() {
                x[row, Int(symbol)] += 0.7
                x[row, (row * 5 + 2) % 12] += 0.3
            }
            return x
        }
        func critic(_ x: Variable, _ weights: Weights) -> Variable {
            tape.passageMeans(
                discriminator.logits(.relaxed(x), in: batch, RandomSource(seed: 5), weights),
                weights: batch.weights, batch: 2)
        }
        func slopes() -> GradientPenalty.Slopes {
            tape.reset()
            let fixed = discriminator.parameters.bound(to: tape, gradients: nil)
            return penalty.slopes(at: points(), batch: 2, on: tape) { critic($0, fixed) }
        }
        let gradients = Gradients(discriminator.parameters)
        let here = slopes()
        let learning = discriminator.parameters.bound(to: tape, gradients: gradients.pointer)
        _ = penalty.record(here, share: 1, on: tape) { critic($0, learning) }
        tape.backward()

        let values = discriminator.parameters.values
        let count = discriminator.parameters.count
        let start = Array(UnsafeBufferPointer(start: values, count: count))
        let gradient = Array(UnsafeBufferPointer(start: gradients.pointer, count: count))
        let norm = gradient.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
        func penaltyAt(_ distance: Double) -> Double {
            for index in 0..<count {
                values[index] = start[index] + Float(distance / norm) * gradient[index]
            }
            discriminator.parameters.pack()
            return slopes().norms.reduce(0) { $0 + 10 * ($1 - 1) * ($1 - 1) }
        }
        let difference = (penaltyAt(0.002) - penaltyAt(-0.002)) / 0.004
        #expect(norm > 0.1)
        #expect(
            abs(difference - norm) < 0.02 * norm,
            "along the gradient \(difference), its norm \(norm)")
    }

    /// Room for a network's gradients, zero at first.
    private final class Gradients {
        let pointer: UnsafeMutablePointer<Float>

        init(_ parameters: Parameters) {
            pointer = .allocate(capacity: parameters.count)
            pointer.initialize(repeating: 0, count: parameters.count)
        }

        deinit { pointer.deallocate() }
    }
}
