//! The master's lines, as egg-logger's console logger prints them: `2026-11-21 10:57:58,437 INFO 22281 [master] ...`.

use std::fmt;
use std::str::FromStr;

use jiff::Zoned;

use crate::logger;

/// egg's levels, lowest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    Debug,
    Info,
    Warn,
    Error,
    /// Nothing at all.
    None,
}

impl FromStr for Level {
    type Err = ();

    /// Names in any case; `ALL` is everything.
    fn from_str(name: &str) -> Result<Level, ()> {
        match name.to_ascii_uppercase().as_str() {
            "ALL" | "DEBUG" => Ok(Level::Debug),
            "INFO" => Ok(Level::Info),
            "WARN" => Ok(Level::Warn),
            "ERROR" => Ok(Level::Error),
            "NONE" => Ok(Level::None),
            _ => Err(()),
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Level::Debug => "DEBUG",
            Level::Info => "INFO",
            Level::Warn => "WARN",
            Level::Error => "ERROR",
            Level::None => "NONE",
        })
    }
}

/// Writes lines of at least a level: errors to stderr, the others to stdout.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Log {
    level: Level,
    /// The level of [`Log::log`]: egg says less during development.
    usual: Level,
}

impl Log {
    /// `EGG_MASTER_LOGGER_LEVEL`, else INFO. (CLU-009)
    pub(crate) fn new(is_development: bool) -> Log {
        let level = std::env::var("EGG_MASTER_LOGGER_LEVEL")
            .ok()
            .and_then(|name| name.parse().ok())
            .unwrap_or(Level::Info);
        let usual = match is_development {
            true => Level::Debug,
            false => Level::Info,
        };
        Log { level, usual }
    }

    /// What is of interest in production alone.
    pub(crate) fn log(&self, text: impl fmt::Display) {
        self.write(self.usual, text);
    }

    pub(crate) fn info(&self, text: impl fmt::Display) {
        self.write(Level::Info, text);
    }

    pub(crate) fn error(&self, text: impl fmt::Display) {
        self.write(Level::Error, text);
    }

    /// An error of this name, as egg-logger formats one: `nodejs.AgentWorkerDiedError: message`, then where and when.
    pub(crate) fn named_error(&self, name: &str, message: impl fmt::Display) {
        let hostname = rustix::system::uname();
        self.error(format_args!(
            "nodejs.{name}: {message}\npid: {}\nhostname: {}\n",
            std::process::id(),
            hostname.nodename().to_string_lossy()
        ));
    }

    fn write(&self, level: Level, text: impl fmt::Display) {
        if level < self.level {
            return;
        }
        let date = Zoned::now().strftime("%Y-%m-%d %H:%M:%S,%3f");
        let pid = std::process::id();
        logger::say(
            level == Level::Error,
            format_args!("{date} {level} {pid} {text}"),
        );
    }
}
