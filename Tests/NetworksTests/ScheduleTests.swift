import Networks
import Testing

@Suite("Schedules at their ends and beyond")
struct ScheduleTests {
    @Test func constant() {
        let schedule = Schedules.constant(3)
        for share in [-1, 0, 0.3, 1, 2] { #expect(schedule(share) == 3) }
    }

    @Test func cosine() {
        let schedule = Schedules.cosine(from: 2, to: 0.5)
        #expect(schedule(0) == 2)
        #expect(schedule(1) == 0.5)
        #expect(schedule(-0.5) == 2)
        #expect(schedule(1.5) == 0.5)
        #expect(abs(schedule(0.5) - 1.25) < 1e-12)
        #expect(abs(schedule(0.25) - (0.5 + 1.5 * (1 + 0.5.squareRoot()) / 2)) < 1e-12)
    }

    @Test(arguments: [(1.0, 0.01), (0.01, 100)])
    func exponential(first: Double, last: Double) {
        let schedule = Schedules.exponential(from: first, to: last)
        #expect(schedule(0) == first)
        #expect(abs(schedule(1) / last - 1) < 1e-12)
        #expect(schedule(-1) == schedule(0))
        #expect(schedule(2) == schedule(1))
        #expect(abs(schedule(0.5) / (first * last).squareRoot() - 1) < 1e-12)
    }

    @Test func warmup() {
        let schedule = Schedules.warmup(0.1, Schedules.constant(4))
        #expect(schedule(-1) == 0)
        #expect(schedule(0) == 0)
        #expect(abs(schedule(0.05) - 2) < 1e-12)
        #expect(schedule(0.1) == 4)
        #expect(schedule(1) == 4)
        #expect(schedule(7) == 4)
    }

    @Test func warmupOfNoLengthIsTheScheduleItself() {
        let schedule = Schedules.warmup(0, Schedules.cosine(from: 1, to: 0))
        #expect(schedule(0) == 1)
        #expect(abs(schedule(0.5) - 0.5) < 1e-12)
    }
}
