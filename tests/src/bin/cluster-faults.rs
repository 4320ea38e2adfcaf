//! Makes the fault table: what each fault costs a cluster under load.
//!
//! usage: `cluster-faults [--markdown] [--around MILLISECONDS] [NAME]`
//!
//! CODDLE_BIN says which binary; NAME runs the faults whose names contain it.
#![forbid(unsafe_code)]

use std::process::ExitCode;
use std::time::Duration;

use coddle_tests::faults::{FAULTS, Outcome};

fn main() -> ExitCode {
    let mut markdown = false;
    let mut around = Duration::from_millis(1000);
    let mut wanted = String::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--markdown" => markdown = true,
            "--around" => match arguments.next().and_then(|value| value.parse().ok()) {
                Some(milliseconds) => around = Duration::from_millis(milliseconds),
                None => {
                    eprintln!("cluster-faults: --around needs milliseconds");
                    return ExitCode::from(2);
                }
            },
            _ => wanted = argument,
        }
    }
    if markdown {
        println!(
            "| fault | requests sent | lost | of these not in the dying worker's hands | its own request | back after | descriptors | children | files |"
        );
        println!("|---|---:|---:|---:|---|---:|---|---|---|");
    }
    let mut failed = false;
    for fault in FAULTS.iter().filter(|fault| fault.name.contains(&wanted)) {
        match fault.run(around) {
            Ok(outcome) => {
                let line = cells(fault.name, &outcome);
                if markdown {
                    println!("| {} |", line.join(" | "));
                } else {
                    println!("{}", line.join("\t"));
                }
                for loss in &outcome.count.lost {
                    eprintln!("  {}: {} (worker {:?})", fault.name, loss.why, loss.worker);
                }
            }
            Err(error) => {
                eprintln!("cluster-faults: {}: {error}", fault.name);
                failed = true;
            }
        }
    }
    if failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}

fn cells(name: &str, outcome: &Outcome) -> Vec<String> {
    let recovered = outcome
        .recovered
        .map_or("-".to_owned(), |time| format!("{} ms", time.as_millis()));
    let (before, after) = (outcome.before, outcome.after);
    let counts = |before: usize, after: usize| format!("{before}, {after}");
    vec![
        name.to_owned(),
        outcome.count.sent.to_string(),
        outcome.count.lost.len().to_string(),
        outcome.strangers().to_string(),
        outcome.culprit.clone().unwrap_or_else(|| "-".to_owned()),
        recovered,
        counts(before.descriptors, after.descriptors),
        counts(before.children, after.children),
        counts(before.files, after.files),
    ]
}
