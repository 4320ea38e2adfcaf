//! What the admin listener answers.

use bytes::Bytes;
use http::header::{ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue};
use http::{Method, Request, Response, StatusCode};
use http_body_util::Full;
use tokio::sync::oneshot;

use super::admin::{Ask, Question};
use super::prometheus;

pub(super) type Page = Response<Full<Bytes>>;

const TEXT: &str = "text/plain; charset=utf-8";
/// The page for a person: it asks for `/status.json` every second.
const LIVE: &str = include_str!("live.html");
/// Everything is in the page.
const LIVE_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Answers a request, whose body nobody reads.
pub(super) async fn answer<B>(request: &Request<B>, ask: &Ask) -> Page {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let mut page = page(StatusCode::METHOD_NOT_ALLOWED, TEXT, "GET or HEAD\n");
        page.headers_mut()
            .insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        return page;
    }
    match request.uri().path() {
        "/healthz" => page(StatusCode::OK, TEXT, "ok\n"),
        "/readyz" => match asked(ask, Question::Ready).await {
            Some(true) => page(StatusCode::OK, TEXT, "ready\n"),
            Some(false) | None => page(StatusCode::SERVICE_UNAVAILABLE, TEXT, "not ready\n"),
        },
        "/metrics" => match asked(ask, Question::Overview).await {
            Some(overview) => {
                let text = prometheus::text(&overview);
                page(StatusCode::OK, prometheus::CONTENT_TYPE, text)
            }
            None => ending(),
        },
        "/status.json" => match asked(ask, Question::Overview).await {
            Some(overview) => {
                let json = serde_json::to_vec(&*overview).expect("an overview is plain data");
                page(StatusCode::OK, "application/json", json)
            }
            None => ending(),
        },
        "/" => {
            let mut page = page(StatusCode::OK, "text/html; charset=utf-8", LIVE);
            page.headers_mut().insert(
                CONTENT_SECURITY_POLICY,
                HeaderValue::from_static(LIVE_POLICY),
            );
            page
        }
        _ => page(
            StatusCode::NOT_FOUND,
            TEXT,
            "There are /, /healthz, /readyz, /metrics and /status.json\n",
        ),
    }
}

async fn asked<T>(ask: &Ask, question: impl FnOnce(oneshot::Sender<T>) -> Question) -> Option<T> {
    let (answer, answered) = oneshot::channel();
    ask(question(answer));
    answered.await.ok()
}

fn ending() -> Page {
    page(
        StatusCode::SERVICE_UNAVAILABLE,
        TEXT,
        "the server is ending\n",
    )
}

fn page(status: StatusCode, kind: &'static str, body: impl Into<Bytes>) -> Page {
    let mut page = Response::new(Full::new(body.into()));
    *page.status_mut() = status;
    let headers = page.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    page
}
