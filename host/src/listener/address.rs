//! The address of a listener, as JavaScript and people see it.

use std::net::SocketAddr;

use serde::{Deserialize, Serialize};

/// The address of a listener, as `server.address()` gives it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Address {
    Tcp {
        address: String,
        family: String,
        port: u16,
    },
    /// The path of a unix socket.
    Unix(String),
}

impl Address {
    pub(crate) fn tcp(address: SocketAddr) -> Address {
        let family = match address {
            SocketAddr::V4(_) => "IPv4",
            SocketAddr::V6(_) => "IPv6",
        };
        Address::Tcp {
            address: address.ip().to_string(),
            family: family.to_string(),
            port: address.port(),
        }
    }

    /// Of a unix socket; empty for one without a file.
    pub(crate) fn unix(address: &std::os::unix::net::SocketAddr) -> Address {
        let path = address.as_pathname();
        Address::Unix(path.map_or_else(String::new, |path| path.to_string_lossy().into_owned()))
    }

    /// As Node's cluster names it in its `listening` event.
    pub(crate) fn for_cluster(&self) -> serde_json::Value {
        match self {
            Address::Tcp {
                address,
                family,
                port,
            } => {
                let address_type = if family == "IPv6" { 6 } else { 4 };
                let everywhere = matches!(address.as_str(), "0.0.0.0" | "::");
                let address = (!everywhere).then_some(address);
                serde_json::json!({ "addressType": address_type, "address": address, "port": port })
            }
            Address::Unix(path) => {
                serde_json::json!({ "addressType": -1, "address": path, "port": -1 })
            }
        }
    }

    /// The port as egg shows it: -1 for a unix socket.
    pub(crate) fn port(&self) -> serde_json::Value {
        match self {
            Address::Tcp { port, .. } => serde_json::json!(port),
            Address::Unix(_) => serde_json::json!(-1),
        }
    }

    /// Where a person finds it, with the protocol; HOST in the environment names the machine when it listens everywhere.
    /// (CLU-014)
    pub(crate) fn shown(&self, protocol: &str) -> String {
        match self {
            Address::Tcp { address, port, .. } => {
                let everywhere = matches!(address.as_str(), "0.0.0.0" | "::");
                let host = match std::env::var("HOST") {
                    _ if !everywhere => address.clone(),
                    Ok(host) if !host.is_empty() && host != "0.0.0.0" => host,
                    _ => "127.0.0.1".to_string(),
                };
                match host.contains(':') {
                    true => format!("{protocol}://[{host}]:{port}"),
                    false => format!("{protocol}://{host}:{port}"),
                }
            }
            Address::Unix(path) => path.clone(),
        }
    }
}
