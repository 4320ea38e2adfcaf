//! Sticky mode: the master takes the connections and gives those of one client address to one worker. (CLU-017)

use std::net::IpAddr;
use std::os::fd::OwnedFd;

use super::event::Event;
use super::frame::Order;
use super::master::Master;
use crate::Error;
use crate::listener::{Client, Listener};
use crate::logger::complain;

/// How long to wait before accepting again when the process is out of descriptors.
const PAUSE: std::time::Duration = std::time::Duration::from_millis(50);

/// Which of `workers` serves a client: egg's rule, the digits of the address as one number, modulo the workers.
fn place(address: IpAddr, workers: usize) -> usize {
    let digits = address.to_string();
    let digits = digits.bytes().filter(u8::is_ascii_digit);
    digits.fold(0, |rest, digit| {
        (rest * 10 + usize::from(digit - b'0')) % workers
    })
}

impl Master {
    /// Begins to take connections.
    ///
    /// # Errors
    /// When the loop cannot watch the listener.
    pub(super) fn accept_connections(&self) -> Result<(), Error> {
        let Some((listener, address)) = &self.listener else {
            return Ok(());
        };
        let listener = listener
            .descriptor()
            .map_err(|source| Error::System {
                what: "share the listener",
                source,
            })
            .and_then(|fd| Listener::of(fd, address).into_tokio())?;
        let events = self.events.clone();
        tokio::task::spawn_local(async move {
            loop {
                match listener.accept().await {
                    Ok(Client::Tcp(stream, remote)) => {
                        let Ok(stream) = stream.into_std() else {
                            continue;
                        };
                        if events
                            .send(Event::Connected(stream.into(), remote.ip()))
                            .is_err()
                        {
                            return;
                        }
                    }
                    // Refused when the listener was opened: its clients have no addresses.
                    Ok(Client::Unix(_)) => {}
                    // The peer gave up before we got to it.
                    Err(error) if error.kind() == std::io::ErrorKind::ConnectionAborted => {}
                    Err(error) => {
                        complain!("coddle: a connection could not be accepted: {error}");
                        tokio::time::sleep(PAUSE).await;
                    }
                }
            }
        });
        Ok(())
    }

    /// Gives a connection to its worker.
    pub(super) fn hand_to_worker(&self, connection: OwnedFd, address: IpAddr) {
        let serving: Vec<_> = self.apps.values().filter(|app| app.is_serving()).collect();
        if serving.is_empty() {
            // Nobody can take it before the next worker listens; then it is tried again.
            self.later(PAUSE, Event::Connected(connection, address));
            return;
        }
        let app = serving[place(address, serving.len())];
        app.order_with(&Order::Connection, vec![connection]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // CLU-017
    #[test]
    fn the_digits_of_an_address_choose_the_worker() {
        let of = |text: &str, workers| place(text.parse().expect("an address"), workers);
        assert_eq!(of("127.0.0.1", 2), 1);
        assert_eq!(of("127.0.0.2", 2), 0);
        assert_eq!(of("10.11.12.13", 4), 10_111_213 % 4);
        assert_eq!(of("fe80::1", 3), 801 % 3);
        assert_eq!(of("::", 3), 0);
    }
}
