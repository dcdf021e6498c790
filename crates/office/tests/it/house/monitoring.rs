//! What is shipped for Prometheus: every alert is right by its own tests, fires once in them, stays silent on a good day, and
//! has a page that says what to do. Whether the numbers it reads are there is asked of a running program, in `numbers`.

use super::source::{read, root};
use std::collections::BTreeSet;
use std::process::Command;

pub const ALERTS: &str = "deploy/prometheus/alerts.yml";
const TESTS: &str = "deploy/prometheus/alerts.test.yml";
const RUNBOOKS: &str = "docs/operations/runbooks.md";

/// Prometheus' own tool, which checks rules and numbers. Only where a build asks for everything it must be there.
pub fn promtool(args: &[&str]) -> Option<Command> {
    let there = Command::new("promtool").arg("--version").output().is_ok_and(|o| o.status.success());
    if !there && std::env::var_os("CI").is_none() {
        eprintln!("left out: promtool is not here; run scripts/setup test");
        return None;
    }
    let mut command = Command::new("promtool");
    command.args(args).current_dir(root());
    Some(command)
}

/// The names of alerts, in their order.
fn alerts() -> Vec<String> {
    let text = read(ALERTS);
    text.lines().filter_map(|l| l.trim().strip_prefix("- alert: ")).map(str::to_owned).collect()
}

#[test]
fn every_alert_can_be_read_and_fires_when_it_should_and_never_on_a_good_day() {
    for args in [["check", "rules", ALERTS], ["test", "rules", TESTS]] {
        let Some(mut promtool) = promtool(&args) else { return };
        let said = promtool.output().expect("it runs");
        let told =
            String::from_utf8_lossy(&said.stdout).into_owned() + &String::from_utf8_lossy(&said.stderr);
        assert!(said.status.success() && told.contains("SUCCESS"), "{told}");
    }
}

#[test]
fn every_alert_is_tried_firing_and_silent() {
    let tests = read(TESTS);
    let all = alerts();
    assert!(all.len() > 20, "{all:?}");
    for alert in &all {
        assert!(tests.contains(&format!("{{ eval_time: 6h, alertname: {alert} }}")), "{alert}: no good day");
        let (_, own) = tests.split_once(&format!("  - name: {alert}\n")).unwrap_or_else(|| panic!("{alert}"));
        let own = own.split("  - name: ").next().unwrap_or_default();
        assert!(own.contains(&format!("alertname: {alert}\n")) && own.contains("exp_alerts:"), "{alert}");
    }
}

#[test]
fn every_alert_has_a_page_that_says_what_it_means_whom_it_concerns_and_what_to_do() {
    let (rules, runbooks) = (read(ALERTS), read(RUNBOOKS));
    let named: BTreeSet<&str> = runbooks.lines().filter_map(|l| l.strip_prefix("### ")).collect();
    let all = alerts();
    for alert in &all {
        let link = format!("runbook_url: {RUNBOOKS}#{}", alert.to_lowercase());
        assert!(rules.contains(&link), "{link}");
        let (_, page) =
            runbooks.split_once(&format!("### {alert}\n")).unwrap_or_else(|| panic!("no page: {alert}"));
        let page = page.split("\n##").next().unwrap_or_default();
        for part in ["**Means.**", "**Concerns.**", "**Look.**", "**Do.**"] {
            assert!(page.contains(part), "{alert}: {part}");
        }
    }
    let gone: Vec<_> = named.iter().filter(|n| !all.iter().any(|a| a == *n)).collect();
    assert!(gone.is_empty(), "pages of no alert: {gone:?}");
}
