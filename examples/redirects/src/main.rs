//! `coddle` with the plugin of this crate: `cargo run -p redirects -- start examples/redirects/app`.
#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    coddle::cli::run([redirects::extension()])
}
