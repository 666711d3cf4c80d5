import Tensors

/// A box that a network's weights may not leave (Arjovsky et al. 2017, algorithm 1, line 7).
///
/// There the box lies around zero. Here it lies around the weights that the network has when the box is
/// made: any fixed box makes the set of functions compact, and so Lipschitz with one constant, but a
/// small box around zero would wipe out a recurrent body that starts from likelihood-trained weights.
public final class WeightBox {
    /// Where the box's middle is, laid out like the parameters' values.
    public let centre: UnsafeMutablePointer<Float>
    private let radii: UnsafeMutablePointer<Float>
    private let count: Int

    /// A box of ±`radius` around the present values of `parameters`; elements in `free` may go anywhere.
    public init(around parameters: Parameters, radius: Float, free: [Range<Int>]) {
        count = parameters.count
        centre = .allocate(capacity: max(1, count))
        radii = .allocate(capacity: max(1, count))
        centre.initialize(from: parameters.values, count: count)
        radii.initialize(repeating: radius, count: count)
        for range in free {
            (radii + range.lowerBound).update(repeating: .infinity, count: range.count)
        }
    }

    deinit {
        centre.deallocate()
        radii.deallocate()
    }

    /// Moves `values` number `range` back to the box's side where they are outside.
    func clamp(_ values: UnsafeMutablePointer<Float>, _ range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        for index in range {
            let (low, high) = (centre[index] - radii[index], centre[index] + radii[index])
            values[index] = min(max(values[index], low), high)
        }
    }
}
