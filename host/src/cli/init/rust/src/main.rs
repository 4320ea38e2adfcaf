//! The application in this folder, with natives in Rust: `cargo run -- dev`, `cargo run --release -- start`.

use std::process::ExitCode;

use coddle::Extension;
use coddle::extension::Error;
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
struct Place {
    lat: f64,
    lon: f64,
}

#[derive(Serialize)]
struct Distance {
    km: f64,
}

/// The way between two places on a sphere of the earth's size.
fn distance(from: Place, to: Place) -> Result<Distance, Error> {
    if from.lat.abs() > 90.0 || to.lat.abs() > 90.0 {
        return Err(Error::new("a latitude is at most 90").with_code("ERR_LATITUDE").with_status(422));
    }
    let (from_lat, to_lat) = (from.lat.to_radians(), to.lat.to_radians());
    let lon = (to.lon - from.lon).to_radians();
    let half = ((to_lat - from_lat) / 2.0).sin().powi(2)
        + from_lat.cos() * to_lat.cos() * (lon / 2.0).sin().powi(2);
    Ok(Distance { km: 6371.0 * 2.0 * half.sqrt().asin() })
}

fn main() -> ExitCode {
    // ctx.service.geo.distance({ lat, lon }, { lat, lon }) in every controller
    let geo = Extension::new("geo").service("geo", |service| service.function("distance", distance));
    coddle::cli::run([geo])
}
