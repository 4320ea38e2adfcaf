//! `coddle routes [DIR]`: the route table.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Args;
use serde::{Deserialize, Serialize};

use super::application::Options;
use super::output::{self, BOLD, DIM, Table, plain};

/// The application is loaded, not started: no hook after didLoad runs and no port is opened.
#[derive(Debug, Args)]
pub(super) struct Routes {
    #[command(flatten)]
    application: Options,
}

/// `internal/egg/inspect/routes`'s answer.
#[derive(Deserialize, Serialize)]
struct RouteTable {
    env: String,
    middleware: Vec<String>,
    routes: Vec<Route>,
}

#[derive(Deserialize, Serialize)]
struct Route {
    methods: Vec<String>,
    path: String,
    name: Option<String>,
    middleware: Vec<String>,
    controller: String,
}

/// More methods than anybody lists by hand: a route of `router.all`.
const ALL: usize = 20;

impl Routes {
    pub(super) fn run(self) -> ExitCode {
        let json = self.application.json;
        self.application.inspect(
            |inspection| inspection.ask("routes", serde_json::Map::new()),
            |table: RouteTable| {
                if json {
                    output::json(&table)?;
                } else {
                    print(table)?;
                }
                Ok(ExitCode::SUCCESS)
            },
        )
    }
}

fn print(table: RouteTable) -> io::Result<()> {
    let mut rows = Table::new(&["METHOD", "PATH", "NAME", "MIDDLEWARE", "CONTROLLER"]);
    for route in table.routes {
        rows.row(vec![
            (methods(&route.methods), BOLD),
            plain(route.path),
            (route.name.unwrap_or_default(), DIM),
            plain(route.middleware.join(", ")),
            plain(route.controller),
        ]);
    }
    rows.print()?;
    let mut out = anstream::stdout().lock();
    writeln!(
        out,
        "\n{DIM}before each of them:{DIM:#} {}",
        table.middleware.join(", ")
    )?;
    Ok(())
}

/// HEAD comes with every GET and goes without saying.
fn methods(all: &[String]) -> String {
    if all.is_empty() {
        return "use".to_string();
    }
    if all.len() > ALL {
        return "all".to_string();
    }
    let has_get = all.iter().any(|method| method == "GET");
    let shown: Vec<&str> = all
        .iter()
        .map(String::as_str)
        .filter(|method| !(has_get && *method == "HEAD"))
        .collect();
    shown.join(",")
}
