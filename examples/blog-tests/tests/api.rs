//! The blog's API, in memory. Each test has an application of its own: posts live in its memory.
#![forbid(unsafe_code)]

use std::error::Error;

use coddle::{Embedded, Host};
use serde_json::{Value, json};

async fn blog() -> Result<Embedded, coddle::Error> {
    Host::builder()
        .app(concat!(env!("CARGO_MANIFEST_DIR"), "/../blog"))
        .env("unittest")
        .embed()
        .await
}

#[tokio::test(flavor = "current_thread")]
async fn a_writer_publishes_a_post() -> Result<(), Box<dyn Error>> {
    let blog = blog().await?;
    let created = blog
        .request("POST", "/api/posts")
        .header("x-api-key", "let-me-in")
        .json(&json!({ "title": "Poached", "text": "Swirl the water.", "author": "Ada" }))
        .await?;
    assert_eq!(created.status(), 201);
    let place = created.header("location").ok_or("no location")?;
    let post: Value = blog.request("GET", place).await?.json()?;
    assert_eq!(post["title"], "Poached");
    let page = blog.request("GET", "/").await?;
    assert!(page.text().contains("Poached"), "{}", page.text());
    blog.close().await?;
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn a_stranger_may_only_read() -> Result<(), Box<dyn Error>> {
    let blog = blog().await?;
    let refused = blog.request("POST", "/api/posts").json(&json!({})).await?;
    assert_eq!(refused.status(), 401);
    assert_eq!(blog.request("GET", "/api/posts").await?.status(), 200);
    Ok(())
}
