//! Makes the table of what a cluster takes for its start, its end and a change of its code.
//!
//! usage: `cluster-speed [--markdown] [--short] [NAME]`
//!
//! CODDLE_BIN says which binary; NAME measures the rows whose names contain it. --short shows that everything works, once, for
//! Coddle alone. egg takes part where tests/oracle/record.js has installed it.
#![forbid(unsafe_code)]

use std::process::ExitCode;

use coddle_tests::speed::{self, Effort, ROWS, Server};

fn main() -> ExitCode {
    let mut markdown = false;
    let mut effort = Effort {
        rounds: 5,
        requests: 250,
    };
    let mut egg = speed::egg();
    let mut wanted = String::new();
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--markdown" => markdown = true,
            "--short" => {
                effort = Effort {
                    rounds: 1,
                    requests: 20,
                };
                egg = None;
            }
            _ => wanted = argument,
        }
    }
    let servers: Vec<Server> = [Server::Coddle].into_iter().chain(egg).collect();
    let mut head = vec!["", "aim", "Coddle", "egg 3 on Node"];
    head.truncate(2 + servers.len());
    print(&head, markdown);
    if markdown {
        println!("|---|---:{}", "|---:".repeat(servers.len()) + "|");
    }
    let mut failed = false;
    for row in ROWS.iter().filter(|row| row.name.contains(&wanted)) {
        let mut cells = vec![row.name.to_owned(), row.aim.to_owned()];
        for server in &servers {
            cells.push(row.measure(server, &effort).unwrap_or_else(|error| {
                eprintln!("cluster-speed: {} ({server:?}): {error}", row.name);
                failed = true;
                "failed".to_owned()
            }));
        }
        print(&cells, markdown);
    }
    ExitCode::from(u8::from(failed))
}

fn print(cells: &[impl AsRef<str>], markdown: bool) {
    let cells: Vec<&str> = cells.iter().map(AsRef::as_ref).collect();
    match markdown {
        true => println!("| {} |", cells.join(" | ")),
        false => println!("{}", cells.join("\t")),
    }
}
