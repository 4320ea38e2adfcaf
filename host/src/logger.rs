//! Where lines go that the host writes and that the application prints: to standard output and error, or to a program's logger.
//!
//! Each thread of a host knows its logger, so that whoever has something to say needs no handle.

use std::cell::RefCell;
use std::fmt;
use std::io::Write;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;

use coddle_engine::World;
use coddle_node::output;

/// Something that a host or its application has to say, for the logger of a program.
///
/// ```
/// use coddle::{Host, LogEntry};
///
/// let host = Host::builder().app("./my-app").logger(|entry: &LogEntry<'_>| {
///     let who = if entry.is_from_application() { "app" } else { "host" };
///     let level = if entry.is_error() { "ERROR" } else { "INFO" };
///     println!("{level} [{who}] {}", entry.text());
/// });
/// # let _ = host;
/// ```
#[derive(Clone, Copy, Debug)]
pub struct LogEntry<'a> {
    text: &'a str,
    is_error: bool,
    is_from_application: bool,
}

impl<'a> LogEntry<'a> {
    /// What was written at once, without the line's end: a line in most cases, several for an error with its stack, a part of one
    /// where the application writes it by parts.
    ///
    /// ```
    /// # use coddle::LogEntry;
    /// fn lines(entry: &LogEntry<'_>) -> usize {
    ///     entry.text().lines().count()
    /// }
    /// ```
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// Whether it would go to standard error: `console.error` and egg's entries of level ERROR, and what goes wrong in the host.
    ///
    /// ```
    /// # use coddle::LogEntry;
    /// fn alarm(entry: &LogEntry<'_>) -> bool {
    ///     entry.is_error() && !entry.is_from_application()
    /// }
    /// ```
    pub fn is_error(&self) -> bool {
        self.is_error
    }

    /// Whether the application printed it (its console, and egg's loggers on the console); else the host says it.
    ///
    /// ```
    /// # use coddle::LogEntry;
    /// fn prefix(entry: &LogEntry<'_>) -> &'static str {
    ///     if entry.is_from_application() { "app: " } else { "" }
    /// }
    /// ```
    pub fn is_from_application(&self) -> bool {
        self.is_from_application
    }
}

/// What a program does with the entries.
#[derive(Clone)]
pub(crate) struct Logger(Arc<dyn Fn(&LogEntry<'_>) + Send + Sync>);

impl fmt::Debug for Logger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Logger(..)")
    }
}

impl Logger {
    pub(crate) fn new(log: impl Fn(&LogEntry<'_>) + Send + Sync + 'static) -> Logger {
        Logger(Arc::new(log))
    }

    /// Gets all that the application of a world prints.
    pub(crate) fn listen_to(&self, world: &World) {
        let logger = self.clone();
        let sink = move |is_error: bool, bytes: &[u8]| {
            let text = String::from_utf8_lossy(bytes);
            logger.log(&LogEntry {
                text: text.strip_suffix('\n').unwrap_or(&text),
                is_error,
                is_from_application: true,
            });
        };
        output::write_to(world, Arc::new(sink));
    }

    fn say(&self, is_error: bool, text: &str) {
        self.log(&LogEntry {
            text,
            is_error,
            is_from_application: false,
        });
    }

    /// A logger that panics ends nothing else: its panic has been reported by the program's panic hook.
    fn log(&self, entry: &LogEntry<'_>) {
        let logged = panic::catch_unwind(AssertUnwindSafe(|| self.0(entry)));
        drop(logged);
    }
}

thread_local! {
    static LOGGER: RefCell<Option<Logger>> = const { RefCell::new(None) };
}

/// Lets the host's lines of this thread go to `logger`, or to the standard streams without one; gives the one before.
pub(crate) fn use_here(logger: Option<Logger>) -> Option<Logger> {
    LOGGER.replace(logger)
}

/// The logger of this thread.
pub(crate) fn here() -> Option<Logger> {
    LOGGER.with_borrow(Clone::clone)
}

/// Says a line of the host's to a logger, or to the standard streams without one.
pub(crate) fn say_to(logger: Option<&Logger>, is_error: bool, text: fmt::Arguments<'_>) {
    if let Some(logger) = logger {
        return logger.say(is_error, &text.to_string());
    }
    let line = format!("{text}\n");
    // A console that is gone is no reason to stop serving.
    let _ = match is_error {
        true => std::io::stderr().lock().write_all(line.as_bytes()),
        false => std::io::stdout().lock().write_all(line.as_bytes()),
    };
}

/// Says a line of the host's on this thread.
pub(crate) fn say(is_error: bool, text: fmt::Arguments<'_>) {
    say_to(here().as_ref(), is_error, text);
}

/// Says what goes wrong in the host, where no caller could be told: arguments as of `format!`.
macro_rules! complain {
    ($($text:tt)*) => {
        $crate::logger::say(true, format_args!($($text)*))
    };
}

/// Says what the host does: arguments as of `format!`.
macro_rules! inform {
    ($($text:tt)*) => {
        $crate::logger::say(false, format_args!($($text)*))
    };
}

pub(crate) use {complain, inform};
