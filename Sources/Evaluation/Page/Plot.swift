/// A plot of lines and points, drawn as SVG. It knows neither networks nor files: series in, markup out.
///
/// Every series has a colour, a dash and a mark of its own, so that none is told by its colour alone;
/// colours are the page's (`.series-0` …).
package struct Plot {
    /// Points of one kind, joined in their order.
    package struct Series {
        /// What the legend calls it.
        let name: String
        /// x and y; points that are not finite are left out, and break the line.
        let points: [(x: Double, y: Double)]
        /// How it is drawn.
        let style: Style
        /// Beside each point, where there is something to say.
        let labels: [String]

        package init(
            name: String, points: [(x: Double, y: Double)], style: Style = .line,
            labels: [String] = []
        ) {
            self.name = name
            self.points = points
            self.style = style
            self.labels = labels
        }
    }

    /// How a series is drawn.
    package enum Style {
        /// A line alone.
        case line
        /// A thin line, behind the others.
        case faint
        /// A line with a mark at each point.
        case marked
        /// Marks alone.
        case points
    }

    /// A line across, with words at its end.
    package struct Reference {
        /// Where.
        let value: Double
        /// What it means.
        let name: String

        package init(value: Double, name: String) {
            self.value = value
            self.name = name
        }
    }

    /// What it shows, in words for those who cannot see it.
    let title: String
    /// The horizontal axis.
    let xName: String
    /// The vertical axis.
    let yName: String
    /// What is drawn, the first at the bottom.
    let series: [Series]
    /// Faint lines behind the series, each in the colour of the series of its number.
    let background: [Series]
    /// Horizontal lines.
    let levels: [Reference]
    /// Vertical lines.
    let events: [Reference]

    package init(
        title: String, xName: String, yName: String, series: [Series], background: [Series] = [],
        levels: [Reference] = [], events: [Reference] = []
    ) {
        self.title = title
        self.xName = xName
        self.yName = yName
        self.series = series
        self.background = background
        self.levels = levels
        self.events = events
    }

    private static let size = (width: 440.0, height: 280.0)
    private static let left = 58.0
    private static let right = 16.0
    private static let top = 14.0
    private static let bottom = 46.0

    /// Lines begin and end at the frame; marks have room around them.
    private var isTight: Bool { series.allSatisfy { $0.style != .points } }

    /// The plot as an `svg` element.
    package var svg: Markup {
        let shown = (series + background).flatMap(\.points).filter {
            $0.x.isFinite && $0.y.isFinite
        }
        let frame = Frame(
            x: Axis(holding: shown.map(\.x) + events.map(\.value), isTight: isTight),
            y: Axis(holding: shown.map(\.y) + levels.map(\.value)))
        let box =
            "0 0 \(Numbers.coordinate(Plot.size.width)) \(Numbers.coordinate(Plot.size.height))"
        return .tag(
            "svg",
            [
                "xmlns": "http://www.w3.org/2000/svg", "viewBox": box, "class": "plot",
                "role": "img", "aria-label": title,
            ],
            [.tag("title", title)] + grid(frame) + references(frame)
                + background.enumerated().map { drawn($1, number: $0, frame) }
                + series.enumerated().map { drawn($1, number: $0, frame) })
    }

    /// The names of the series beside their lines and marks; empty where there is only one.
    package var legend: Markup {
        guard series.count > 1 else { return .group([]) }
        let entries = series.enumerated().map { index, series -> Markup in
            var sample: [Markup] = []
            if series.style != .points {
                sample.append(
                    .tag(
                        "line",
                        [
                            "x1": "0", "y1": "6", "x2": "26", "y2": "6",
                            "class": Plot.lineClass(series, index),
                        ]))
            }
            if series.style == .marked || series.style == .points {
                sample.append(Plot.mark(index, 13, 6))
            }
            return .tag(
                "li", [:],
                [
                    .tag(
                        "svg", ["viewBox": "0 0 26 12", "class": "key", "aria-hidden": "true"],
                        sample), .text(series.name),
                ])
        }
        return .tag("ul", ["class": "legend"], entries)
    }

    /// Where values lie in the picture.
    private struct Frame {
        let x: Axis
        let y: Axis

        func place(_ point: (x: Double, y: Double)) -> (x: Double, y: Double) {
            (horizontal(point.x), vertical(point.y))
        }
        func horizontal(_ x: Double) -> Double {
            Plot.left + self.x.share(x) * (Plot.size.width - Plot.left - Plot.right)
        }
        func vertical(_ y: Double) -> Double {
            Plot.size.height - Plot.bottom
                - self.y.share(y) * (Plot.size.height - Plot.top - Plot.bottom)
        }
    }

    private func grid(_ frame: Frame) -> [Markup] {
        let floor = Plot.size.height - Plot.bottom
        let edge = Plot.size.width - Plot.right
        var pieces = frame.y.ticks.flatMap { tick -> [Markup] in
            let y = frame.vertical(tick)
            return [
                Plot.line(Plot.left, y, edge, y, "grid"),
                Plot.words(frame.y.label(tick), Plot.left - 8, y + 4, "tick end"),
            ]
        }
        pieces += frame.x.ticks.flatMap { tick -> [Markup] in
            let x = frame.horizontal(tick)
            return [
                Plot.line(x, floor, x, floor + 4, "axis"),
                Plot.words(frame.x.label(tick), x, floor + 18, "tick middle"),
            ]
        }
        pieces.append(Plot.line(Plot.left, floor, edge, floor, "axis"))
        pieces.append(
            Plot.words(xName, (Plot.left + edge) / 2, Plot.size.height - 8, "name middle"))
        pieces.append(
            .tag(
                "text",
                [
                    "transform":
                        "translate(14 \(Numbers.coordinate((Plot.top + floor) / 2))) rotate(-90)",
                    "class": "name middle",
                ], yName))
        return pieces
    }

    private func references(_ frame: Frame) -> [Markup] {
        let floor = Plot.size.height - Plot.bottom
        let edge = Plot.size.width - Plot.right
        return levels.flatMap { level -> [Markup] in
            let y = frame.vertical(level.value)
            return [
                Plot.line(Plot.left, y, edge, y, "reference"),
                Plot.words(level.name, edge - 4, y - 5, "note end"),
            ]
        }
            + events.enumerated().flatMap { index, event -> [Markup] in
                let x = frame.horizontal(event.value)
                let isLate = x > (Plot.left + edge) / 2
                return [
                    Plot.line(x, Plot.top, x, floor, "reference"),
                    Plot.words(
                        event.name, isLate ? x - 5 : x + 5, Plot.top + 11 + 15 * Double(index),
                        isLate ? "note end" : "note"),
                ]
            }
    }

    private func drawn(_ series: Series, number: Int, _ frame: Frame) -> Markup {
        var pieces: [Markup] = []
        if series.style != .points {
            var path = ""
            var isDown = false
            for point in series.points {
                guard point.x.isFinite, point.y.isFinite else {
                    isDown = false
                    continue
                }
                let (x, y) = frame.place(point)
                path += (isDown ? "L" : "M") + Numbers.coordinate(x) + " " + Numbers.coordinate(y)
                isDown = true
            }
            pieces.append(.tag("path", ["d": path, "class": Plot.lineClass(series, number)]))
        }
        if series.style == .marked || series.style == .points {
            for point in series.points where point.x.isFinite && point.y.isFinite {
                let (x, y) = frame.place(point)
                pieces.append(Plot.mark(number, x, y))
            }
        }
        for (point, label) in zip(series.points, series.labels)
        where point.x.isFinite && point.y.isFinite {
            let (x, y) = frame.place(point)
            pieces.append(Plot.words(label, x + 8, y - 6, "note"))
        }
        return .tag("g", [:], pieces)
    }

    private static func lineClass(_ series: Series, _ number: Int) -> String {
        "line series-\(number % 8)" + (series.style == .faint ? " faint" : "")
    }

    /// The mark of a series: a disc, a square, a triangle, a diamond, and so on.
    private static func mark(_ number: Int, _ x: Double, _ y: Double) -> Markup {
        let shapes: [[(Double, Double)]] = [
            [], [(-4, -4), (4, -4), (4, 4), (-4, 4)], [(0, -5), (5, 4), (-5, 4)],
            [(0, -6), (5, 0), (0, 6), (-5, 0)], [(0, 5), (5, -4), (-5, -4)],
            [(-5, -2), (-2, -5), (5, 2), (2, 5)], [(-6, -3), (6, -3), (6, 3), (-6, 3)],
            [(-3, -6), (3, -6), (3, 6), (-3, 6)],
        ]
        let shape = shapes[number % shapes.count]
        guard !shape.isEmpty else {
            return .tag(
                "circle",
                [
                    "cx": Numbers.coordinate(x), "cy": Numbers.coordinate(y), "r": "4.5",
                    "class": "mark series-\(number % 8)",
                ])
        }
        let points = shape.map { Numbers.coordinate(x + $0.0) + "," + Numbers.coordinate(y + $0.1) }
        return .tag(
            "polygon",
            ["points": points.joined(separator: " "), "class": "mark series-\(number % 8)"])
    }

    private static func line(
        _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ kind: String
    ) -> Markup {
        .tag(
            "line",
            [
                "x1": Numbers.coordinate(x1), "y1": Numbers.coordinate(y1),
                "x2": Numbers.coordinate(x2), "y2": Numbers.coordinate(y2), "class": kind,
            ])
    }

    private static func words(_ text: String, _ x: Double, _ y: Double, _ kind: String) -> Markup {
        .tag(
            "text", ["x": Numbers.coordinate(x), "y": Numbers.coordinate(y), "class": kind], text)
    }
}
