//! The report as a drawing: a line a row, on it the ratio of ours to what it is held against, with its spread and its goal.
//! Text and shapes alone; no script, nothing from elsewhere, and colours that hold in light and in dark.

use crate::report::{Goal, Line, Report, short, spread};
use std::fmt::Write;

const WIDTH: f64 = 1_200.0;
const ROW: f64 = 30.0;
const TOP: f64 = 92.0;
/// Where the scale begins and ends: beside it stand the row's name and its figures.
const SCALE: (f64, f64) = (430.0, 800.0);
/// Ratios at the two ends of the scale.
const ENDS: (f64, f64) = (0.01, 100.0);

const STYLE: &str = "text{font:14px system-ui,sans-serif;fill:#1b1f24}.quiet{fill:#57606a;font-size:12px}
.axis{stroke:#8c959f}.goal{stroke:#8250df;stroke-width:2}.met{fill:#1a7f37;stroke:#1a7f37}
.missed{fill:#cf222e;stroke:#cf222e}.plain{fill:#57606a;stroke:#57606a}.paper{fill:#fff}
@media(prefers-color-scheme:dark){text{fill:#e6edf3}.quiet{fill:#9da7b1}.axis{stroke:#6e7681}.goal{stroke:#d2a8ff}
.met{fill:#56d364;stroke:#56d364}.missed{fill:#ff7b72;stroke:#ff7b72}.plain{fill:#9da7b1;stroke:#9da7b1}.paper{fill:#0d1117}}";

/// The whole drawing.
pub fn svg(report: &Report) -> String {
    let rows: Vec<&Line> = report.lines.iter().collect();
    let height = (0..rows.len()).fold(TOP + 40.0, |height, _| height + ROW);
    let missed = rows.iter().filter(|l| l.met == Some(false)).count();
    let met = rows.iter().filter(|l| l.met == Some(true)).count();
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" \
         aria-labelledby=\"title desc\">\n<title id=\"title\">Rancak measured: {met} goals met, {missed} missed</title>\n\
         <desc id=\"desc\">Each row is a figure of ours divided by what it is held against, on a logarithmic scale: a \
         dot at the median, a line from the least to the most of the rounds, and a stroke at the goal. {}</desc>\n\
         <style>{STYLE}</style>\n<rect class=\"paper\" width=\"{WIDTH}\" height=\"{height}\"/>\n",
        escaped(&report.circumstances())
    );
    text(&mut out, (20.0, 30.0), "", "Rancak measured: ours divided by what it is held against");
    text(&mut out, (20.0, 52.0), "quiet", &report.circumstances());
    axis(&mut out, height - 30.0);
    let mut y = TOP + ROW / 2.0;
    for line in rows {
        row(&mut out, y, line);
        y += ROW;
    }
    out + "</svg>\n"
}

fn axis(out: &mut String, bottom: f64) {
    for tick in [0.01, 0.1, 1.0, 10.0, 100.0] {
        let x = place(tick);
        let _ =
            writeln!(out, "<line class=\"axis\" x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{TOP}\" y2=\"{bottom}\"/>");
        text(out, (x - 10.0, TOP - 8.0), "quiet", &tick.to_string());
    }
}

fn row(out: &mut String, y: f64, line: &Line) {
    text(out, (20.0, y + 5.0), "", &format!("{} ({})", line.row, line.database));
    let class = match line.met {
        Some(true) => "met",
        Some(false) => "missed",
        None => "plain",
    };
    if let Some(ratio) = line.ratio {
        let (from, at, to) = (place(ratio.min), place(ratio.median), place(ratio.max));
        let _ = writeln!(
            out,
            "<line class=\"{class}\" x1=\"{from:.1}\" x2=\"{to:.1}\" y1=\"{y}\" y2=\"{y}\"/>\
             <circle class=\"{class}\" cx=\"{at:.1}\" cy=\"{y}\" r=\"5\"/>"
        );
    }
    if let Some(Goal::RatioAtMost(bound) | Goal::RatioAtLeast(bound)) = line.goal {
        let (x, up, down) = (place(bound), y - 9.0, y + 9.0);
        let _ = writeln!(out, "<line class=\"goal\" x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{up}\" y2=\"{down}\"/>");
    }
    let against = line.against.map(|a| format!(" : {}", short(a.median))).unwrap_or_default();
    let figures = format!("{}{against} {}", short(line.ours.median), line.unit);
    let ratio = line.ratio.map(|r| format!(" = {}", spread(r))).unwrap_or_default();
    text(out, (SCALE.1 + 20.0, y), "", &(figures + &ratio));
    text(out, (SCALE.1 + 20.0, y + 12.0), "quiet", &line.verdict());
}

/// Where a ratio lies on the scale; what is beyond its ends lies at them.
fn place(ratio: f64) -> f64 {
    let part = (ratio.clamp(ENDS.0, ENDS.1) / ENDS.0).ln() / (ENDS.1 / ENDS.0).ln();
    SCALE.0 + part * (SCALE.1 - SCALE.0)
}

fn text(out: &mut String, (x, y): (f64, f64), class: &str, words: &str) {
    let _ = writeln!(out, "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\">{}</text>", escaped(words));
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ratio_lies_between_the_ends_of_the_scale_with_one_in_the_middle() {
        let middle = f64::midpoint(SCALE.0, SCALE.1);
        assert!((place(1.0) - middle).abs() < 1e-9);
        assert!(place(0.5) < middle && place(2.0) > middle);
        for (beyond, end) in [(0.0, SCALE.0), (1e-9, SCALE.0), (1e9, SCALE.1)] {
            assert!((place(beyond) - end).abs() < 1e-9, "{beyond}");
        }
    }

    #[test]
    fn words_in_a_drawing_are_words_and_no_marks() {
        assert_eq!(escaped("a < b & c > d"), "a &lt; b &amp; c &gt; d");
    }
}
