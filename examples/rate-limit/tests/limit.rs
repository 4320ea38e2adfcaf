//! The middleware, in front of the application.
#![forbid(unsafe_code)]

use std::error::Error;

use coddle::Host;

#[tokio::test(flavor = "current_thread")]
async fn a_client_is_stopped_after_its_share_and_others_are_not() -> Result<(), Box<dyn Error>> {
    let host = Host::builder()
        .app(concat!(env!("CARGO_MANIFEST_DIR"), "/app"))
        .env("unittest")
        .workers(2)
        .extension(rate_limit::extension())
        .embed()
        .await?;
    let ask = |path: &'static str, client: &'static str| {
        host.request("GET", path).header("x-client", client)
    };
    for _ in 0..3 {
        assert_eq!(ask("/", "ada").await?.status(), 200);
    }
    let refused = ask("/", "ada").await?;
    assert_eq!(refused.status(), 429);
    let wait: u32 = refused
        .header("retry-after")
        .ok_or("no retry-after")?
        .parse()?;
    assert!((1..=61).contains(&wait), "{wait}");
    assert_eq!(ask("/", "bob").await?.status(), 200);
    assert_eq!(ask("/health", "ada").await?.status(), 200);
    Ok(())
}
