//! Hosts an egg application inside a Rust program.
//!
//! usage: `embed [APPLICATION [WHERE [WORKERS]]]`     (default: examples/hello on 7001, one worker)
//!
//! WHERE is a port, or the path of a unix socket. With `open:` before it the program opens the socket itself and gives it to the
//! host, as one does that binds a port before it gives up the rights to.
#![forbid(unsafe_code)]

use std::error::Error;
use std::net::TcpListener;
use std::os::unix::net::UnixListener;
use std::path::PathBuf;

use coddle::{Host, HostBuilder};

/// Tells the host where to listen.
fn listen(host: HostBuilder, place: &str) -> Result<HostBuilder, Box<dyn Error>> {
    let is_path = place.contains('/');
    Ok(match place.strip_prefix("open:") {
        Some(path) if is_path => host.listener(UnixListener::bind(path)?),
        Some(port) => host.listener(TcpListener::bind(("127.0.0.1", port.parse()?))?),
        None if is_path => host.unix_socket(place),
        None => host.port(place.parse()?),
    })
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let hello = concat!(env!("CARGO_MANIFEST_DIR"), "/../hello");
    let application = PathBuf::from(arguments.next().unwrap_or_else(|| hello.to_owned()));
    let place = arguments.next();
    let workers = arguments.next().map_or(Ok(1), |number| number.parse())?;

    let host = Host::builder()
        .app(application)
        .workers(workers)
        .env("prod");
    let host = listen(host, place.as_deref().unwrap_or("7001"))?;
    // serves until the process gets SIGTERM or SIGINT, then lets requests in flight finish
    host.announce(true).run()?;
    Ok(())
}
