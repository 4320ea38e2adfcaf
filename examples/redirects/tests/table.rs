//! The plugin, in an application.
#![forbid(unsafe_code)]

use std::error::Error;

use coddle::Host;
use serde_json::{Value, json};

#[tokio::test(flavor = "current_thread")]
async fn addresses_lead_where_the_table_says() -> Result<(), Box<dyn Error>> {
    for (env, status) in [("unittest", 301), ("local", 302)] {
        let host = Host::builder()
            .app(concat!(env!("CARGO_MANIFEST_DIR"), "/app"))
            .env(env)
            .extension(redirects::extension())
            .embed()
            .await?;
        for (from, to) in [
            ("/start", "/"),
            ("/news/today", "/posts/today"),
            ("/news/archive/1999", "https://archive.example/1999"),
        ] {
            let answer = host.request("GET", from).await?;
            assert_eq!(
                (answer.status().as_u16(), answer.header("location")),
                (status, Some(to))
            );
        }
        let given: Value = host.request("GET", "/").await?.json()?;
        assert_eq!(
            given,
            json!({ "/": 1, "/posts/today": 1, "https://archive.example/1999": 1 })
        );
        assert_eq!(host.request("GET", "/news").await?.status(), 404);
        host.close().await?;
    }
    Ok(())
}
