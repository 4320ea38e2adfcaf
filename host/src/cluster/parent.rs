//! The channel to the process that started the master with one: Node's, a line of JSON a message. (CLU-010, CLU-012)

use std::io;
use std::os::unix::net::UnixStream;

use serde_json::value::RawValue;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::sync::mpsc;

use super::event::Event;
use super::messenger::{Message, Party};

/// Where Node says which descriptor the channel is.
pub(crate) const CHANNEL: &str = "NODE_CHANNEL_FD";

/// Sends messages to the parent.
pub(crate) struct Parent {
    lines: mpsc::UnboundedSender<Vec<u8>>,
}

impl Parent {
    /// The parent's channel, if this process was started with one.
    ///
    /// # Errors
    /// When NODE_CHANNEL_FD is no descriptor of a channel.
    pub(super) fn inherited(events: &mpsc::UnboundedSender<Event>) -> io::Result<Option<Parent>> {
        let Ok(number) = std::env::var(CHANNEL) else {
            return Ok(None);
        };
        let number = number
            .parse()
            .map_err(|_| io::Error::other(format!("{CHANNEL} is no number: {number}")))?;
        let stream: UnixStream = coddle_engine::fds::adopt(number)?.into();
        stream.set_nonblocking(true)?;
        let (reading, mut writing) = tokio::net::UnixStream::from_std(stream)?.into_split();
        let (lines, mut waiting) = mpsc::unbounded_channel::<Vec<u8>>();
        tokio::task::spawn_local(async move {
            while let Some(line) = waiting.recv().await {
                if writing.write_all(&line).await.is_err() {
                    // The parent is gone; the server goes on without it.
                    return;
                }
            }
        });
        let events = events.clone();
        tokio::task::spawn_local(async move {
            let mut lines = BufReader::new(reading).lines();
            while let Ok(Some(line)) = lines.next_line().await {
                let message = RawValue::from_string(line)
                    .ok()
                    .and_then(|text| Message::received(&text, Party::Parent));
                if let Some(message) = message
                    && events.send(Event::Parent(message)).is_err()
                {
                    return;
                }
            }
            // The master has ended first.
            let _ = events.send(Event::ParentGone);
        });
        Ok(Some(Parent { lines }))
    }

    pub(super) fn send(&self, message: &Message) {
        let mut line = message.to_raw().get().as_bytes().to_vec();
        line.push(b'\n');
        // The parent is gone.
        let _ = self.lines.send(line);
    }
}
