/// A table with a heading for every column, and for every row its first cell.
struct Table {
    /// What it shows.
    let caption: String
    /// The headings of the columns.
    let columns: [String]
    /// The cells of each row, the first of them its heading.
    let rows: [[String]]
    /// Whether all columns but the first hold numbers.
    var isNumeric = true

    /// The table as markup; it scrolls by itself where the page is narrower.
    var markup: Markup {
        let head = columns.map { Markup.tag("th", ["scope": "col"], $0) }
        let body = rows.map { row in
            Markup.tag(
                "tr", [:],
                row.enumerated().map { index, cell in
                    index == 0
                        ? .tag("th", ["scope": "row"], cell) : .tag("td", [:], cell)
                })
        }
        return .tag(
            "div", ["class": "scroll", "tabindex": "0", "role": "region", "aria-label": caption],
            [
                .tag(
                    "table", ["class": isNumeric ? "numbers" : "words"],
                    [
                        .tag("caption", caption), .tag("thead", [:], [.tag("tr", [:], head)]),
                        .tag("tbody", [:], body),
                    ])
            ])
    }
}

/// A plot with its legend, its title, and its figures as a table behind it.
struct Figure {
    let plot: Plot
    /// How it is to be read; nil where the title says it.
    var note: String?
    /// The plot's figures.
    let table: Table

    /// The figure as markup.
    var markup: Markup {
        var caption: [Markup] = [.tag("strong", plot.title)]
        if let note { caption += [.text(" "), .text(note)] }
        return .tag(
            "figure", [:],
            [
                .tag("figcaption", [:], caption), plot.svg, plot.legend,
                .tag("details", [:], [.tag("summary", "The figures"), table.markup]),
            ])
    }
}
