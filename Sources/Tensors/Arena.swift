import Foundation

/// Memory for the buffers of one training step: handed out by moving a pointer, taken back all at once.
///
/// An arena reserves address space, far more than any step needs, and the system gives memory to the
/// pages that are written to. They stay when the arena is reset, so that a step no larger than those
/// before takes nothing from the system, and steps of varying shapes leave no gaps.
final class Arena {
    /// A place in the order of allocations.
    struct Mark { fileprivate let offset: Int }

    private let start: UnsafeMutableRawPointer
    private let size: Int
    private var offset = 0
    /// How far pages have been written to.
    private var touched = 0
    private static let alignment = 64

    init() {
        for bits in [36] + (26...Arena.mostBitsUnderLimit).reversed() {
            let memory = mmap(
                nil, 1 << bits, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON | MAP_NORESERVE, -1,
                0)
            guard let memory, memory != MAP_FAILED else { continue }
            start = memory
            size = 1 << bits
            #if os(Linux)
                // Fewer and larger pages: a fresh arena meets its pages one fault at a time.
                madvise(memory, size, MADV_HUGEPAGE)
            #endif
            return
        }
        fatalError("no address space is left")
    }

    /// What an arena may have where address space is limited (`ulimit -v`, or no overcommitment): every
    /// core is to have its own, and the rest of the program something too.
    private static let mostBitsUnderLimit: Int = {
        var limit = rlimit()
        let isLimited = getrlimit(addressSpace, &limit) == 0 && limit.rlim_cur < 1 << 46
        let cores = ProcessInfo.processInfo.activeProcessorCount
        let share = isLimited ? Int(limit.rlim_cur) / (4 * cores) : 1 << 30
        return max(26, min(35, Int.bitWidth - 1 - max(1, share).leadingZeroBitCount))
    }()

    #if os(Linux)
        private static let addressSpace = __rlimit_resource_t(RLIMIT_AS.rawValue)
    #else
        private static let addressSpace = RLIMIT_AS
    #endif

    deinit { munmap(start, size) }

    /// Room for `count` elements, aligned to a cache line; what it holds is undefined.
    func allocate<Element>(_ type: Element.Type, count: Int) -> UnsafeMutablePointer<Element> {
        allocate(bytes: max(1, count) * MemoryLayout<Element>.stride)
            .bindMemory(to: type, capacity: max(1, count))
    }

    func allocate(bytes: Int) -> UnsafeMutableRawPointer {
        defer {
            offset += (bytes + Arena.alignment - 1) / Arena.alignment * Arena.alignment
            touched = max(touched, offset)
        }
        precondition(bytes <= size - offset, "a step of more than \(size >> 20) MB")
        return start + offset
    }

    /// Room for the time of `body` only.
    func lend<Element>(
        _ type: Element.Type, count: Int, _ body: (UnsafeMutablePointer<Element>) -> Void
    ) {
        let before = mark
        body(allocate(type, count: count))
        release(to: before)
    }

    /// The place after all that has been allocated.
    var mark: Mark { Mark(offset: offset) }

    /// Takes back what was allocated since `mark`.
    func release(to mark: Mark) { offset = mark.offset }

    /// Takes everything back. Pointers handed out before must not be used any more.
    func reset() { offset = 0 }

    /// Takes everything back and gives the memory to the system.
    func empty() {
        madvise(start, touched, MADV_DONTNEED)
        offset = 0
        touched = 0
    }
}
