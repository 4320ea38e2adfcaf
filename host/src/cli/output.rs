//! What commands print: tables and colours for a person, JSON for a machine.
//!
//! Colours go to terminals alone; `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are honoured (anstream).

use std::io::{self, Write};
use std::process::ExitCode;

use anstyle::{AnsiColor, Style};
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

pub(super) const BOLD: Style = Style::new().bold();
pub(super) const DIM: Style = Style::new().dimmed();
pub(super) const GOOD: Style = AnsiColor::Green.on_default();
pub(super) const WARNING: Style = AnsiColor::Yellow.on_default();
pub(super) const BAD: Style = AnsiColor::Red.on_default();

const GAP: &str = "  ";

/// A cell's text and how it looks.
pub(super) type Cell = (String, Style);

/// A cell in the terminal's own colour.
pub(super) fn plain(text: impl Into<String>) -> Cell {
    (text.into(), Style::new())
}

/// Columns as wide as their widest cell; the last one is not filled up.
pub(super) struct Table {
    header: Vec<&'static str>,
    rows: Vec<Vec<Cell>>,
}

impl Table {
    /// A table with this heading.
    pub(super) fn new(header: &[&'static str]) -> Table {
        Table {
            header: header.to_vec(),
            rows: Vec::new(),
        }
    }

    /// Adds a row of as many cells as the heading has.
    pub(super) fn row(&mut self, cells: Vec<Cell>) {
        self.rows.push(cells);
    }

    /// Prints it on standard output.
    ///
    /// # Errors
    /// When standard output is gone.
    pub(super) fn print(self) -> io::Result<()> {
        let header: Vec<Cell> = self
            .header
            .iter()
            .map(|name| (name.to_string(), BOLD))
            .collect();
        let lines: Vec<&Vec<Cell>> = std::iter::once(&header).chain(&self.rows).collect();
        let widths: Vec<usize> = (0..header.len())
            .map(|column| {
                let width = |line: &&Vec<Cell>| line[column].0.width();
                lines.iter().map(width).max().unwrap_or(0)
            })
            .collect();
        let mut out = anstream::stdout().lock();
        for line in lines {
            for (column, (text, style)) in line.iter().enumerate() {
                if column > 0 {
                    write!(out, "{GAP}")?;
                }
                write!(out, "{style}{text}{style:#}")?;
                // Nothing but blank cells may follow: then the line ends here.
                if line[column + 1..].iter().all(|(text, _)| text.is_empty()) {
                    break;
                }
                write!(out, "{:1$}", "", widths[column] - text.width())?;
            }
            writeln!(out)?;
        }
        Ok(())
    }
}

/// Prints a value as JSON, indented, on standard output.
///
/// # Errors
/// When standard output is gone.
pub(super) fn json(value: &impl Serialize) -> io::Result<()> {
    let mut out = io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, value)?;
    writeln!(out)
}

/// The exit code of a command that printed: a reader who has seen enough (`coddle config | head`) is no failure.
pub(super) fn finish(printed: io::Result<ExitCode>) -> ExitCode {
    match printed {
        Ok(code) => code,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("coddle: cannot print: {error}");
            ExitCode::FAILURE
        }
    }
}
