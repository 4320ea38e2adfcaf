//! `coddle` with the middleware of this crate: `cargo run -p rate-limit -- start examples/rate-limit/app`.
#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    coddle::cli::run([rate_limit::extension()])
}
