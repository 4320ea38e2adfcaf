//! An axum program with routes of its own and the blog example below `/blog`, in one process.
#![forbid(unsafe_code)]

use axum::Router;
use axum::routing::get;
use coddle::Embedded;

/// The routes: `/health` is axum's, all below `/blog` the application's, which sees paths without that prefix.
pub fn router(blog: Embedded) -> Router {
    Router::new()
        .route("/health", get(|| async { "well" }))
        .nest_service("/blog", blog)
}
