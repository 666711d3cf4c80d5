import Evaluation
import Foundation
import Testing

@Suite("Axes, plots and markup")
struct PlotTests {
    @Test func axesHoldTheirValuesBetweenRoundTicks() {
        let axis = Axis(holding: [1.53, 1.97])
        #expect(axis.ticks.map(axis.label) == ["1.5", "1.6", "1.7", "1.8", "1.9", "2.0"])
        #expect(axis.share(1.5) == 0 && abs(axis.share(2) - 1) < 1e-12)
        let tight = Axis(holding: [20, 6850], isTight: true)
        #expect(tight.range == 20...6850)
        #expect(tight.ticks.map(tight.label) == ["2000", "4000", "6000"])
        #expect(
            Axis(holding: [0, 50_000]).ticks.map(Axis(holding: [0, 50_000]).label).last == "50k")
    }

    @Test(arguments: [[], [3.0], [0.0], [.nan, .infinity, -2]] as [[Double]])
    func axesOfLittleAreAxes(values: [Double]) {
        let axis = Axis(holding: values)
        #expect(axis.ticks.count > 1)
        for value in values where value.isFinite { #expect((0...1).contains(axis.share(value))) }
    }

    @Test func numbers() {
        #expect(Numbers.fixed(-0.0004, 3) == "0.000")
        #expect(Numbers.fixed(1.23456, 2) == "1.23")
        #expect(Numbers.fixed(.nan, 2) == "–")
    }

    /// The frame goes from (58, 14) to (424, 234): x = 0, 1, 2 and y = 0, 1, 4 lie at its left, middle and
    /// right, and at its bottom, a quarter up and the top.
    @Test func pointsLieWhereTheyBelong() {
        let plot = Plot(
            title: "t", xName: "x", yName: "y",
            series: [.init(name: "a", points: [(0, 0), (1, 1), (2, 4)])])
        #expect(plot.svg.html.contains("d=\"M58 234L241 179L424 14\""))
    }

    @Test func whatIsNotFiniteBreaksTheLine() {
        let plot = Plot(
            title: "t", xName: "x", yName: "y",
            series: [.init(name: "a", points: [(0, 0), (1, .nan), (2, 4)], style: .marked)])
        #expect(plot.svg.html.contains("d=\"M58 234M424 14\""))
        #expect(plot.svg.html.components(separatedBy: "<circle").count == 3)
        #expect(!plot.svg.html.contains("nan"))
    }

    @Test func everySeriesHasALookOfItsOwn() {
        let series = ["one", "two"].map {
            Plot.Series(name: $0, points: [(0, 1), (1, 2)], style: .marked)
        }
        let plot = Plot(title: "t", xName: "x", yName: "y", series: series)
        #expect(plot.svg.html.contains("<circle") && plot.svg.html.contains("<polygon"))
        #expect(plot.legend.html.contains(">one<") && plot.legend.html.contains(">two<"))
    }

    @Test func textNeverBecomesMarkup() {
        let hostile = "</p><script>alert('x')</script>&amp;\"\u{1B}[31m\u{0}\u{202E}\u{FFFF}"
        let shown = Markup.tag("p", ["title": hostile], hostile).html
        #expect(
            !shown.contains("<script") && !shown.contains("\u{1B}") && !shown.contains("\u{202E}"))
        #expect(
            shown.hasSuffix(
                "&lt;/p&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;amp;&quot;␛[31m␀��</p>"
            ))
    }
}
