//! Lines of NSS's key log, with which tools like Wireshark read a connection.

use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};

use rustls::KeyLog;

/// The lines that nobody has taken.
#[derive(Debug, Default)]
pub(super) struct Lines(Mutex<Vec<String>>);

impl Lines {
    pub(super) fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // To a String nothing fails.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

impl KeyLog for Lines {
    /// Nobody sends early data, so that its secret is of no use.
    fn will_log(&self, label: &str) -> bool {
        label != "CLIENT_EARLY_TRAFFIC_SECRET"
    }

    fn log(&self, label: &str, client_random: &[u8], secret: &[u8]) {
        let line = format!(
            "{label} {} {}\n",
            hexadecimal(client_random),
            hexadecimal(secret)
        );
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(line);
    }
}
