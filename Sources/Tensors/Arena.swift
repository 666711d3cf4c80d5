/// Memory for the buffers of one training step: handed out by moving a pointer, taken back all at once.
///
/// The blocks stay when the arena is reset, so that a step of the same shapes as the last one takes
/// nothing from the system.
final class Arena {
    private struct Block {
        let start: UnsafeMutableRawPointer
        let size: Int
    }

    private var blocks: [Block] = []
    private var current = 0
    private var offset = 0
    private static let alignment = 64
    private static let smallestBlock = 4 << 20

    deinit {
        for block in blocks { block.start.deallocate() }
    }

    /// Room for `count` elements, aligned to a cache line; what it holds is undefined.
    func allocate<Element>(_ type: Element.Type, count: Int) -> UnsafeMutablePointer<Element> {
        allocate(bytes: max(1, count) * MemoryLayout<Element>.stride)
            .bindMemory(to: type, capacity: max(1, count))
    }

    func allocate(bytes: Int) -> UnsafeMutableRawPointer {
        let size = (bytes + Arena.alignment - 1) / Arena.alignment * Arena.alignment
        while current < blocks.count {
            if offset + size <= blocks[current].size {
                defer { offset += size }
                return blocks[current].start + offset
            }
            current += 1
            offset = 0
        }
        let block = Block(
            start: .allocate(
                byteCount: max(size, Arena.smallestBlock), alignment: Arena.alignment),
            size: max(size, Arena.smallestBlock))
        blocks.append(block)
        offset = size
        return block.start
    }

    /// Room for the time of `body` only.
    func lend<Element>(
        _ type: Element.Type, count: Int, _ body: (UnsafeMutablePointer<Element>) -> Void
    ) {
        returning { body(allocate(type, count: count)) }
    }

    /// Takes back what `body` allocates.
    func returning<Result>(_ body: () -> Result) -> Result {
        let before = mark
        defer { release(to: before) }
        return body()
    }

    /// A place in the order of allocations.
    struct Mark {
        fileprivate let block: Int
        fileprivate let offset: Int
    }

    /// The place after all that has been allocated.
    var mark: Mark { Mark(block: current, offset: offset) }

    /// Takes back what was allocated since `mark`.
    func release(to mark: Mark) { (current, offset) = (mark.block, mark.offset) }

    /// Takes everything back. Pointers handed out before must not be used any more.
    func reset() {
        current = 0
        offset = 0
    }
}
