//! `coddle doctor [DIR]`: what would keep an application from running.

use std::io::{self, Write};
use std::process::ExitCode;

use anstyle::Style;
use clap::Args;

use super::application::Options;
use super::output::{self, BAD, BOLD, DIM, GOOD, Table, WARNING, plain};
use crate::doctor::{self, Problem, Report, State};

/// Loads the application and every package of its dependencies, and searches what was loaded for members of Node's modules that
/// are not built. Ends with status 1 when something does not load; a member that is named may never be called.
#[derive(Debug, Args)]
pub(super) struct Doctor {
    #[command(flatten)]
    application: Options,
    /// End with status 1 also when something asks for a part of Node that is missing.
    #[arg(long)]
    strict: bool,
}

impl Doctor {
    pub(super) fn run(self) -> ExitCode {
        let json = self.application.json;
        self.application.inspect(doctor::examine, |report: Report| {
            if json {
                output::json(&report)?;
            } else {
                print(&report)?;
            }
            let is_ill = report.fails() || (self.strict && !report.missing.is_empty());
            Ok(ExitCode::from(u8::from(is_ill)))
        })
    }
}

fn print(report: &Report) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    writeln!(out, "{BOLD}application{BOLD:#}")?;
    match &report.application.error {
        None => writeln!(out, "  {GOOD}loads{GOOD:#}")?,
        Some(problem) => writeln!(out, "  {BAD}does not load{BAD:#}: {}", sentence(problem))?,
    }
    for advice in &report.advice {
        writeln!(out, "  {WARNING}note{WARNING:#}: {advice}")?;
    }

    writeln!(out)?;
    let mut plugins = Table::new(&["PLUGIN", "STATE", "VERSION", "FROM"]);
    for plugin in &report.plugins {
        let state = if plugin.enabled {
            ("enabled".to_string(), GOOD)
        } else {
            ("disabled".to_string(), DIM)
        };
        let from = match (&plugin.path, plugin.built_in) {
            (_, true) => "built in",
            (Some(path), false) => path,
            (None, false) => "not found",
        };
        let version = plugin.version.clone().unwrap_or_default();
        plugins.row(vec![
            plain(&plugin.name),
            state,
            plain(version),
            plain(from),
        ]);
    }
    plugins.print()?;

    if !report.packages.is_empty() {
        writeln!(out)?;
        let mut packages = Table::new(&["PACKAGE", "STATE", "VERSION", "WHY"]);
        for package in &report.packages {
            let why = package.error.as_ref().map(sentence).unwrap_or_default();
            packages.row(vec![
                plain(&package.name),
                shown(package.state),
                plain(package.version.clone().unwrap_or_default()),
                plain(why),
            ]);
        }
        packages.print()?;
    }

    if !report.missing.is_empty() {
        writeln!(out, "\n{BOLD}asks for what is missing{BOLD:#}")?;
        for missing in &report.missing {
            writeln!(
                out,
                "  {}:{}: {WARNING}{}{WARNING:#} {}",
                missing.file,
                missing.line,
                missing.name(),
                if missing.refuses {
                    "(says so when it is called)"
                } else {
                    "(is not there)"
                }
            )?;
        }
    }
    Ok(())
}

fn shown(state: State) -> (String, Style) {
    let (text, style) = match state {
        State::Loads => ("loads", GOOD),
        State::BuiltIn => ("built in", GOOD),
        State::Replaced => ("coddle does it", GOOD),
        State::Passive => ("nothing to load", DIM),
        State::Missing => ("missing", BAD),
        State::Fails => ("does not load", BAD),
    };
    (text.to_string(), style)
}

/// The problem's first line, and where it is.
fn sentence(problem: &Problem) -> String {
    let first = problem.message.lines().next().unwrap_or_default();
    match &problem.place {
        Some(place) => format!("{first} ({place})"),
        None => first.to_string(),
    }
}
