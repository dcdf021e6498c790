//! The row of full cases still fits the office: its requests reach the register, in the office and in bare SQL, and what
//! both have in their tables then is what was sent.

use std::process::Command;

#[test]
fn full_cases_are_carried_out_by_the_office_and_by_bare_sql_and_add_up_in_both() {
    let mut bench = Command::new(env!("CARGO_BIN_EXE_bench"));
    bench.args(["cases", "--rounds", "1", "--seconds", "1", "--patience", "0"]);
    let output = bench.current_dir(env!("CARGO_TARGET_TMPDIR")).output().expect("it runs");
    let (told, trouble) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{told}{trouble}");
    for database in ["SQLite", "PostgreSQL"] {
        let row = told.lines().find(|l| l.starts_with("full cases a second") && l.contains(database));
        assert!(row.is_some(), "{database}: {told}{trouble}");
    }
}
