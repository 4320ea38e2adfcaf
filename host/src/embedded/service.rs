//! An embedded application as a tower service.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::BodyExt;
use tokio::sync::oneshot;
use tower_service::Service;

use super::{Body, Embedded, Job};

/// Requests may have any body of bytes. When the application gives no answer at all (it destroyed the connection, or has ended)
/// the client gets a 502.
impl<B> Service<Request<B>> for Embedded
where
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let (head, body) = request.into_parts();
        let body = (!body.is_end_stream()).then(|| body.map_err(Into::into).boxed_unsync());
        let (answer, told) = oneshot::channel();
        let sent = self.send(Job { head, body, answer });
        Box::pin(async move {
            let answer = match sent {
                Ok(()) => told.await.ok(),
                Err(_) => None,
            };
            Ok(answer.unwrap_or_else(no_answer))
        })
    }
}

fn no_answer() -> Response<Body> {
    let mut response = Response::new(Body::whole("Bad Gateway: the application gave no answer\n"));
    *response.status_mut() = StatusCode::BAD_GATEWAY;
    response
}
