//! What a reader is told while the files on disk do not load: the last application that did goes on answering.

use bytes::{Bytes, BytesMut};
use coddle_koa::bridge::AnswerBody;
use http::header::{
    ACCEPT, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, HeaderName, HeaderValue,
};
use http::{HeaderMap, Method, Response, request};

/// On every answer of an application that is not what is on disk: the error's first line.
const HEADER: HeaderName = HeaderName::from_static("x-coddle-reload-error");
const SEC_FETCH_DEST: HeaderName = HeaderName::from_static("sec-fetch-dest");

/// An edit that does not load.
#[derive(Debug)]
pub(crate) struct Broken {
    header: HeaderValue,
    /// HTML, put behind a page.
    banner: Bytes,
}

impl Broken {
    /// Of the error with its stack, as JavaScript gave it.
    pub(super) fn new(message: &str) -> Broken {
        let first = message.lines().next().unwrap_or_default();
        let printable: String = first
            .chars()
            .map(|letter| {
                if matches!(letter, ' '..='~') {
                    letter
                } else {
                    '?'
                }
            })
            .collect();
        Broken {
            header: HeaderValue::try_from(printable)
                .unwrap_or_else(|_| HeaderValue::from_static("the application does not load")),
            banner: banner(message),
        }
    }

    /// Whether the client of this request is a person who looks at a page: then the answer may carry a banner.
    pub(crate) fn is_navigation(head: &request::Parts) -> bool {
        if head.method == Method::HEAD {
            return false;
        }
        match head.headers.get(SEC_FETCH_DEST) {
            Some(destination) => destination == "document" || destination == "iframe",
            None => names(&head.headers, ACCEPT, "text/html"),
        }
    }

    /// Tells of the error: in a header, and on a page that is seen.
    pub(crate) fn tell(&self, answer: &mut Response<AnswerBody>, is_navigation: bool) {
        let headers = answer.headers_mut();
        headers.insert(HEADER, self.header.clone());
        let is_page = is_navigation
            && names(headers, CONTENT_TYPE, "text/html")
            && !headers.contains_key(CONTENT_ENCODING);
        if !is_page || !answer.body_mut().append(&self.banner) {
            return;
        }
        let length = answer.body().size();
        let headers = answer.headers_mut();
        // It is another page than the one that this was the tag of.
        headers.remove(ETAG);
        if let (true, Some(length)) = (headers.contains_key(CONTENT_LENGTH), length) {
            headers.insert(CONTENT_LENGTH, length.into());
        }
    }
}

fn names(headers: &HeaderMap, header: HeaderName, text: &str) -> bool {
    headers
        .get(header)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.contains(text))
}

fn banner(message: &str) -> Bytes {
    let mut html = BytesMut::from(
        "\n<div id=\"coddle-reload-error\" role=\"alert\" style=\"position:fixed;left:0;right:0;bottom:0;max-height:50vh;overflow:auto;\
         z-index:2147483647;margin:0;padding:1em;background:#4a0d0d;color:#fff;font:13px/1.5 monospace;text-align:left\">\
         <strong>The files on disk do not load. This page is of the last version that did.</strong>\
         <pre style=\"margin:.5em 0 0;white-space:pre-wrap\">",
    );
    for byte in message.bytes() {
        match byte {
            b'&' => html.extend_from_slice(b"&amp;"),
            b'<' => html.extend_from_slice(b"&lt;"),
            _ => html.extend_from_slice(&[byte]),
        }
    }
    html.extend_from_slice(b"</pre></div>\n");
    html.freeze()
}
