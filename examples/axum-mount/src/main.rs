//! Serves axum's routes and the blog example on port 7001: `cargo run -p axum-mount`.
#![forbid(unsafe_code)]

use std::error::Error;

use coddle::Host;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let blog = Host::builder()
        .app(concat!(env!("CARGO_MANIFEST_DIR"), "/../blog"))
        .env("prod")
        .embed()
        .await?;
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", coddle::DEFAULT_PORT)).await?;
    println!("listening on http://{}/blog/", listener.local_addr()?);
    axum::serve(listener, axum_mount::router(blog.clone()))
        .with_graceful_shutdown(async {
            // Without a way to hear of it, the program is ended by the signal itself.
            let _interrupted = tokio::signal::ctrl_c().await;
        })
        .await?;
    blog.close().await?;
    Ok(())
}
