//! Hosts an egg application inside a Rust program.
//!
//! usage: embed [APPLICATION [PORT]]     (default: examples/hello on 7001)
#![forbid(unsafe_code)]

use std::error::Error;
use std::path::PathBuf;

use coddle::Host;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let hello = concat!(env!("CARGO_MANIFEST_DIR"), "/../hello");
    let application = PathBuf::from(arguments.next().unwrap_or_else(|| hello.to_owned()));
    let port = arguments
        .next()
        .map_or(Ok(coddle::DEFAULT_PORT), |port| port.parse())?;

    // serves until the process gets SIGTERM or SIGINT, then lets requests in flight finish
    Host::builder()
        .app(application)
        .port(port)
        .workers(1)
        .env("prod")
        .announce(true)
        .run()?;
    Ok(())
}
