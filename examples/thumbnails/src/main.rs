//! `coddle` with the service of this crate: `cargo run -p thumbnails -- start examples/thumbnails/app`.
#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    coddle::cli::run([thumbnails::extension()])
}
