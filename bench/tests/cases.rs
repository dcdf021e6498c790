//! The rows still fit the office: what they send reaches the register, in the office and in bare SQL, on one node and on
//! two, and what is in the tables then is what was sent. Bursts are a second long: nothing here says how fast anything is.

use serde_json::Value;
use std::path::Path;
use std::process::Command;

#[test]
fn every_row_of_cases_is_carried_out_adds_up_and_is_told() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("report");
    let mut bench = Command::new(env!("CARGO_BIN_EXE_bench"));
    bench.args(["cases", "nodes", "--rounds", "1", "--seconds", "1", "--patience", "0"]);
    bench.args(["--blanks", "1000", "--folder"]).arg(&folder);
    let output = bench.current_dir(env!("CARGO_TARGET_TMPDIR")).output().expect("it runs");
    let (told, trouble) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{told}{trouble}");
    let report = std::fs::read_to_string(folder.join("bench.json")).expect("a report");
    let report: Value = serde_json::from_str(&report).expect("JSON");
    let lines = report["lines"].as_array().expect("lines");
    for (row, database) in [
        ("full cases : bare SQL that keeps the files too", "SQLite"),
        ("full cases : bare SQL that keeps the files too", "PostgreSQL"),
        ("full cases, references, two nodes : one", "PostgreSQL"),
    ] {
        let line = lines.iter().find(|l| l["row"] == row && l["database"] == database);
        let median = line.and_then(|l| l["ours"]["median"].as_f64());
        assert!(median.is_some_and(|m| m > 0.0), "{row}, {database}: {told}{trouble}");
        assert!(told.contains(row), "{told}");
    }
    let drawing = std::fs::read_to_string(folder.join("bench.svg")).expect("a drawing");
    assert!(
        drawing.contains("<title") && drawing.contains("<desc") && !drawing.contains("<script"),
        "{drawing}"
    );
}
