//! The router, asked as axum would be.
#![forbid(unsafe_code)]

use std::error::Error;

use bytes::Bytes;
use coddle::Host;
use http::{Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::Value;
use tower_service::Service;

#[tokio::test(flavor = "current_thread")]
async fn axum_answers_its_routes_and_the_application_the_rest() -> Result<(), Box<dyn Error>> {
    let blog = Host::builder()
        .app(concat!(env!("CARGO_MANIFEST_DIR"), "/../blog"))
        .env("unittest")
        .embed()
        .await?;
    let mut router = axum_mount::router(blog.clone());
    let mut ask = async |path: &str| -> Result<(StatusCode, Bytes), Box<dyn Error>> {
        let request = Request::get(path)
            .header("host", "x")
            .body(axum::body::Body::empty())?;
        let answer = router.call(request).await?;
        let status = answer.status();
        Ok((status, answer.into_body().collect().await?.to_bytes()))
    };
    assert_eq!(
        ask("/health").await?,
        (StatusCode::OK, Bytes::from_static(b"well"))
    );
    let (status, posts) = ask("/blog/api/posts").await?;
    assert_eq!(status, StatusCode::OK);
    let posts: Value = serde_json::from_slice(&posts)?;
    assert_eq!(posts["pages"], 2);
    assert_eq!(ask("/blog/nowhere").await?.0, StatusCode::NOT_FOUND);
    assert_eq!(ask("/nowhere").await?.0, StatusCode::NOT_FOUND);
    blog.close().await?;
    Ok(())
}
