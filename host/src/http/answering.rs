//! A request's way from its head to the application and back.

use coddle_koa::bridge::{self, NoAnswer};
use http::header::{CONNECTION, CONTENT_LENGTH, EXPECT, HOST, HeaderMap, HeaderName, HeaderValue};
use http::{Request, StatusCode, Version};
use http_body_util::{BodyExt, Either};
use hyper::body::{Body, Incoming};
use hyper::ext::ReasonPhrase;

use super::answer::{Answer, empty, refusal};
use super::connection::Ends;
use super::in_flight::InFlight;
use super::limits::HttpLimits;
use super::request_body::RequestBody;
use super::server::Server;
use crate::dev::Broken;
use crate::serving::InHand;

/// How many turns of the loop a request waits at most for connections that were told to end.
const PATIENCE_FOR_ROOM: usize = 64;
const KEEP_ALIVE: HeaderName = HeaderName::from_static("keep-alive");

impl Server {
    /// Answers the `number`th request of a connection. `target`: the request's, where it differs from hyper's. The application
    /// has the request in hand until what comes with the answer is dropped.
    pub(super) async fn answer(
        &self,
        request: Request<Incoming>,
        target: Option<Box<str>>,
        number: u64,
        ends: Ends,
    ) -> Result<(Answer, Option<InHand>), NoAnswer> {
        let counted = InFlight::begin(&self.load, &self.counters);
        let answered = self
            .answer_counted(request, target, number, ends, &counted)
            .await;
        if let Ok((answer, _)) = &answered {
            counted.answered(answer.status());
        }
        answered
    }

    async fn answer_counted(
        &self,
        request: Request<Incoming>,
        target: Option<Box<str>>,
        number: u64,
        ends: Ends,
        counted: &InFlight<'_>,
    ) -> Result<(Answer, Option<InHand>), NoAnswer> {
        let (head, body) = request.into_parts();
        let limits = self.limits();
        if let Some(status) = refused(&head, &limits) {
            return Ok((refusal(status), None));
        }
        let most = limits.max_requests_in_flight;
        if self.load.in_flight() > most && most > 0 {
            return Ok((bridge::busy().map(Either::Left), None));
        }
        if head.version == Version::HTTP_11
            && let Some(expected) = head.headers.get(EXPECT)
            && !expected.as_bytes().eq_ignore_ascii_case(b"100-continue")
        {
            return Ok((empty(StatusCode::EXPECTATION_FAILED), None));
        }
        // Connections that were told to end for the room that they take do so before more is taken.
        for _ in 0..PATIENCE_FOR_ROOM {
            if self.doomed.get() == 0 {
                break;
            }
            tokio::task::yield_now().await;
        }
        let Some(application) = self.serving.begin() else {
            return Ok((bridge::no_application().map(Either::Left), None));
        };
        let broken = self.serving.broken();
        let broken = broken.map(|broken| (Broken::is_navigation(&head), broken));
        let has_body = !body.is_end_stream();
        let body = has_body.then(|| RequestBody(body).boxed_unsync());
        let request = bridge::Request {
            head,
            target,
            body,
            remote: ends.remote,
            local: ends.local,
            encrypted: ends.encrypted,
        };
        // An exchange without an answer is an error to hyper, which closes the connection.
        let (world, dispatcher) = (&application.world, &application.dispatcher);
        let handling = bridge::handle(world, dispatcher, request, &counted.route);
        let limit = counted.began + self.request_limit;
        let mut answer = match tokio::time::timeout_at(limit.into(), handling).await {
            Ok(answer) => answer?,
            Err(_) => bridge::overrun(),
        };
        if let Some((is_navigation, broken)) = broken {
            broken.tell(&mut answer, is_navigation);
        }
        if let Some(bridge::ReasonPhrase(text)) = answer.extensions_mut().remove()
            && let Ok(phrase) = ReasonPhrase::try_from(text)
        {
            answer.extensions_mut().insert(phrase);
        }
        self.tell_of_end(answer.headers_mut(), number, &limits);
        Ok((answer.map(Either::Left), Some(application)))
    }

    /// Tells the client what becomes of the connection, where that is not the usual.
    fn tell_of_end(&self, headers: &mut HeaderMap, number: u64, limits: &HttpLimits) {
        let most = limits.max_requests_per_socket;
        if self.is_stopping() || (most > 0 && number >= most) {
            headers.insert(CONNECTION, HeaderValue::from_static("close"));
            headers.remove(KEEP_ALIVE);
        } else if !limits.has_usual_keep_alive()
            && let Some(told) = headers.get_mut(KEEP_ALIVE)
        {
            let words = limits.keep_alive_words();
            match words.and_then(|words| HeaderValue::try_from(words).ok()) {
                Some(words) => *told = words,
                None => {
                    headers.remove(KEEP_ALIVE);
                }
            }
        }
    }
}

/// Why a request goes no further.
fn refused(head: &http::request::Parts, limits: &HttpLimits) -> Option<StatusCode> {
    if head.version == Version::HTTP_11 && !head.headers.contains_key(HOST) {
        return Some(StatusCode::BAD_REQUEST);
    }
    if limits.max_body_size > 0
        && let Some(length) = head.headers.get(CONTENT_LENGTH)
        && let Some(length) = length
            .to_str()
            .ok()
            .and_then(|text| text.parse::<u64>().ok())
        && length > limits.max_body_size
    {
        return Some(StatusCode::PAYLOAD_TOO_LARGE);
    }
    None
}
