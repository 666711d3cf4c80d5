/// The look of a report: the reader's fonts, light or dark as the reader's system is, one column on a
/// narrow screen, and fit for paper. The colours of series are Okabe and Ito's, which colour-blind people
/// tell apart.
enum PageStyle {
    static let rules = """

        :root {
          --paper: #fdfcfa; --card: #ffffff; --ink: #1d2329; --soft: #59636e; --rule: #dcd9d3;
          --accent: #0b5e8e; --heat: 86, 180, 233; --warm: 230, 159, 0;
          --s0: #0072b2; --s1: #d55e00; --s2: #00805f; --s3: #a3527f; --s4: #8a6d00; --s5: #3b8ec2;
          --s6: #444c54; --s7: #b07c00;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --paper: #14181c; --card: #1b2127; --ink: #e8e6e1; --soft: #a2abb5; --rule: #343c45;
            --accent: #7cc4ee; --heat: 0, 114, 178; --warm: 190, 110, 0;
            --s0: #56b4e9; --s1: #ee8a42; --s2: #2fbf95; --s3: #dd93ba; --s4: #e8dc5a; --s5: #9ccbe8;
            --s6: #c3cad1; --s7: #f0b23e;
          }
        }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; }
        body {
          margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 74rem; background: var(--paper);
          color: var(--ink); font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto,
          "Noto Sans", "DejaVu Sans", sans-serif;
        }
        h1 { font-size: clamp(1.7rem, 5vw, 2.6rem); line-height: 1.15; margin: 0.1em 0;
          overflow-wrap: anywhere; text-wrap: balance; }
        h2 { font-size: 1.45rem; margin: 0 0 0.4rem; }
        h3 { font-size: 1.05rem; margin: 1.4rem 0 0.5rem; }
        p, li { max-width: 46rem; }
        a { color: var(--accent); }
        .kicker { margin: 0; color: var(--soft); letter-spacing: 0.06em; font-size: 0.85rem;
          text-transform: uppercase; }
        .subject { color: var(--soft); margin: 0.4rem 0 1.5rem; overflow-wrap: anywhere; }
        .key-figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr));
          gap: 0.75rem; margin: 0 0 1.5rem; }
        .key-figures > div { background: var(--card); border: 1px solid var(--rule);
          border-radius: 0.6rem; padding: 0.8rem 0.95rem; }
        .key-figures dt { color: var(--soft); font-size: 0.85rem; }
        .key-figures dd { margin: 0; font-size: 1.7rem; font-weight: 600; line-height: 1.3;
          font-variant-numeric: tabular-nums; }
        .key-figures .beside { font-size: 0.8rem; font-weight: 400; color: var(--soft);
          line-height: 1.35; }
        nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: 0.3rem 1.2rem; padding: 0.7rem 0;
          margin: 0; border-block: 1px solid var(--rule); }
        section { margin-top: 2.8rem; }
        section > p { margin: 0 0 1rem; color: var(--soft); }
        .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 27rem), 1fr));
          gap: 1rem; align-items: start; }
        .figures.large { grid-template-columns: minmax(0, 44rem); }
        figure { margin: 0; background: var(--card); border: 1px solid var(--rule);
          border-radius: 0.6rem; padding: 0.9rem 1rem; min-width: 0; break-inside: avoid; }
        figcaption { margin-bottom: 0.5rem; font-size: 0.92rem; color: var(--soft); }
        figcaption strong { color: var(--ink); }
        svg.plot { display: block; width: 100%; height: auto; }
        svg text { fill: var(--soft); font-size: 11px; font-family: inherit; }
        svg .name { fill: var(--ink); }
        svg .note { fill: var(--ink); paint-order: stroke; stroke: var(--card);
          stroke-width: 3px; stroke-linejoin: round; }
        svg .end { text-anchor: end; } svg .middle { text-anchor: middle; }
        svg .grid { stroke: var(--rule); stroke-width: 1; } svg .axis { stroke: var(--soft); }
        svg .reference { stroke: var(--soft); stroke-width: 1.2; stroke-dasharray: 2 4; }
        svg .line { fill: none; stroke-width: 2.2; stroke-linejoin: round; stroke-linecap: round; }
        svg .line.faint { stroke-width: 1; opacity: 0.45; stroke-dasharray: none; }
        svg .series-0 { stroke: var(--s0); } svg .series-1 { stroke: var(--s1); stroke-dasharray: 7 4; }
        svg .series-2 { stroke: var(--s2); stroke-dasharray: 2 4; }
        svg .series-3 { stroke: var(--s3); stroke-dasharray: 10 3 2 3; }
        svg .series-4 { stroke: var(--s4); stroke-dasharray: 5 2; } svg .series-5 { stroke: var(--s5); }
        svg .series-6 { stroke: var(--s6); stroke-dasharray: 1 3; }
        svg .series-7 { stroke: var(--s7); stroke-dasharray: 8 2 2 2 2 2; }
        svg .mark { stroke-dasharray: none; stroke: var(--card); stroke-width: 1.2; }
        svg .mark.series-0 { fill: var(--s0); } svg .mark.series-1 { fill: var(--s1); }
        svg .mark.series-2 { fill: var(--s2); } svg .mark.series-3 { fill: var(--s3); }
        svg .mark.series-4 { fill: var(--s4); } svg .mark.series-5 { fill: var(--s5); }
        svg .mark.series-6 { fill: var(--s6); } svg .mark.series-7 { fill: var(--s7); }
        .legend { list-style: none; display: flex; flex-wrap: wrap; gap: 0.2rem 1rem; padding: 0;
          margin: 0.5rem 0 0; font-size: 0.88rem; }
        .legend li { display: flex; align-items: center; gap: 0.4rem; overflow-wrap: anywhere; }
        .key { width: 26px; height: 12px; flex: none; }
        details { margin-top: 0.6rem; font-size: 0.9rem; }
        summary { cursor: pointer; color: var(--accent); width: fit-content; }
        .scroll { overflow-x: auto; max-width: 100%; }
        details .scroll { max-height: 22rem; overflow-y: auto; }
        table { border-collapse: collapse; font-size: 0.9rem; margin: 0.3rem 0; }
        caption { text-align: start; color: var(--soft); padding-bottom: 0.3rem; font-size: 0.88rem; }
        th, td { padding: 0.3rem 0.65rem; border-bottom: 1px solid var(--rule); text-align: start;
          vertical-align: top; }
        thead th { color: var(--soft); font-weight: 500; white-space: nowrap; }
        tbody th { font-weight: 600; }
        table.numbers td, table.numbers thead th:not(:first-child) { text-align: end;
          font-variant-numeric: tabular-nums; white-space: nowrap; }
        table.words td { overflow-wrap: anywhere; }
        table.heat td { text-align: center; min-width: 2.9rem; border: 2px solid var(--card);
          font-variant-numeric: tabular-nums; background: rgba(var(--heat), var(--v)); }
        table.heat thead th { writing-mode: vertical-rl; transform: rotate(180deg); text-align: start;
          padding: 0.4rem 0.2rem; border: 0; color: var(--ink); }
        table.heat tbody th { text-align: end; border: 0; white-space: nowrap; }
        table.heat td.own { outline: 2px solid var(--ink); outline-offset: -3px; }
        .story { border-inline-start: 3px solid var(--rule); padding-inline-start: 1.1rem; margin: 1rem 0;
          list-style: none; }
        .story li { margin: 0.35rem 0; } .story b { font-variant-numeric: tabular-nums; }
        .story .alarm { border-inline-start: 3px solid var(--s1); margin-inline-start: -1.28rem;
          padding-inline-start: 1.1rem; }
        .texts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr));
          gap: 0.75rem; }
        .text { background: var(--card); border: 1px solid var(--rule); border-radius: 0.6rem;
          padding: 0.7rem 0.9rem; break-inside: avoid; min-width: 0; }
        .text h4 { margin: 0 0 0.35rem; font-size: 0.85rem; color: var(--soft); font-weight: 500; }
        .text p { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: isolate; }
        .text .before { color: var(--soft); font-size: 0.9rem; margin-bottom: 0.35rem; }
        .text .figure { font-size: 0.82rem; color: var(--soft); margin-top: 0.4rem; }
        .ribbon span { background: rgba(var(--heat), var(--v)); border-radius: 2px; }
        .verdict-sampled { background: rgba(var(--warm), 0.75); text-decoration: underline wavy 1px;
          text-underline-offset: 0.2em; }
        .verdict-doubtful { background: rgba(var(--warm), 0.38); text-decoration: underline dotted 1px;
          text-underline-offset: 0.2em; }
        .verdict-plausible { background: rgba(var(--heat), 0.4); }
        .verdict-real { background: rgba(var(--heat), 0.85); font-weight: 600; }
        .judged p, .ribbon { line-height: 1.9; font-size: 1.02rem; }
        .pairs { display: grid; gap: 0.75rem;
          grid-template-columns: repeat(auto-fill, minmax(min(100%, 27rem), 1fr)); }
        .pairs .text > div { display: grid; grid-template-columns: 5rem 1fr; gap: 0.3rem 0.8rem; }
        .pairs .side { color: var(--soft); font-size: 0.85rem; line-height: 1.4; padding-top: 0.3rem; }
        .settings { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 21rem), 1fr));
          gap: 0 2rem; align-items: start; }
        @media (max-width: 42rem) { svg text { font-size: 14px; } }
        @media print {
          body { max-width: none; padding: 0; font-size: 10pt; background: #ffffff; }
          nav { display: none; } figure, .text, .key-figures > div { border-color: #bbbbbb; }
          .figures { grid-template-columns: 1fr 1fr; }
          * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
        }

        """
}
