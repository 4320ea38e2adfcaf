//! The answer under construction.

use std::cell::{Cell, RefCell};

use bytes::Bytes;
use http::StatusCode;
use http::header::{
    CONNECTION, CONTENT_LENGTH, HeaderMap, HeaderName, HeaderValue, TRANSFER_ENCODING,
};

use smallvec::SmallVec;

use super::file::FileReader;
use super::{Answer, AnswerBody};

const KEEP_ALIVE_NAME: HeaderName = HeaderName::from_static("keep-alive");
const KEEP_ALIVE: HeaderValue = HeaderValue::from_static("keep-alive");
const CLOSE: HeaderValue = HeaderValue::from_static("close");
/// Node's `keepAliveTimeout`, told to the client.
const KEEP_ALIVE_TIMEOUT: HeaderValue = HeaderValue::from_static("timeout=5");

/// Status, headers and native body of an answer, before they are sent.
#[derive(Debug)]
pub struct Response {
    status: Cell<u16>,
    /// A status was set, so a body does not change it to 200.
    pub explicit_status: Cell<bool>,
    /// A reason phrase other than the status' own.
    pub message: RefCell<Option<String>>,
    headers: RefCell<HeaderMap>,
    /// `content-length`, kept apart from the other headers: it changes with each body and is mostly written once.
    length: Cell<Option<u64>>,
    /// Names as they were set, where they were not in lower case, and names of which a list was set: Node gives them back so.
    given_names: RefCell<Vec<(HeaderName, Box<str>)>>,
    lists: RefCell<SmallVec<[HeaderName; 1]>>,
    /// Who removes the length asks for chunks, unless the chunks are removed as well: Node's rule.
    length_removed: Cell<bool>,
    chunking_removed: Cell<bool>,
    /// Whether `transfer-encoding` is among the headers: almost never.
    is_coded: Cell<bool>,
    /// The bytes to send, when the body is text or binary.
    pub bytes: RefCell<Option<Bytes>>,
    /// The file to send, in the place of a body that middleware has set.
    pub(crate) file: RefCell<Option<FileReader>>,
    /// Status and headers are on their way: nothing of them can change.
    pub sent: Cell<bool>,
    /// The whole answer was handed over.
    pub ended: Cell<bool>,
    /// `ctx.body = null` was said, so no status text becomes the body.
    pub explicit_null: Cell<bool>,
}

impl Response {
    /// An answer that is 404 until somebody says otherwise.
    pub fn new() -> Response {
        Response {
            status: Cell::new(404),
            explicit_status: Cell::new(false),
            message: RefCell::new(None),
            headers: RefCell::new(HeaderMap::with_capacity(16)),
            length: Cell::new(None),
            given_names: RefCell::default(),
            lists: RefCell::default(),
            length_removed: Cell::new(false),
            chunking_removed: Cell::new(false),
            is_coded: Cell::new(false),
            bytes: RefCell::new(None),
            file: RefCell::new(None),
            sent: Cell::new(false),
            ended: Cell::new(false),
            explicit_null: Cell::new(false),
        }
    }

    pub fn status(&self) -> u16 {
        self.status.get()
    }

    /// Sets the status as `res.statusCode =` does: no other effect.
    pub fn set_status(&self, status: u16) {
        self.status.set(status);
    }

    /// Replaces a header.
    pub fn set(&self, name: HeaderName, value: HeaderValue) {
        if name == CONTENT_LENGTH {
            self.length_removed.set(false);
            if let Some(length) = digits(&value) {
                self.headers.borrow_mut().remove(CONTENT_LENGTH);
                self.length.set(Some(length));
                return;
            }
            self.length.set(None);
        } else if name == TRANSFER_ENCODING {
            self.is_coded.set(true);
        }
        self.headers.borrow_mut().insert(name, value);
    }

    /// Remembers how a header was set: under which name, and whether as a list.
    pub(crate) fn note(&self, name: &HeaderName, given: &str, is_list: bool) {
        let mut lists = self.lists.borrow_mut();
        if is_list != lists.contains(name) {
            if is_list {
                lists.push(name.clone());
            } else {
                lists.retain(|known| known != name);
            }
        }
        drop(lists);
        let mut names = self.given_names.borrow_mut();
        if given != name.as_str() {
            match names.iter_mut().find(|(known, _)| known == name) {
                Some((_, text)) if **text == *given => {}
                Some((_, text)) => *text = given.into(),
                None => names.push((name.clone(), given.into())),
            }
        } else if !names.is_empty() {
            names.retain(|(known, _)| known != name);
        }
    }

    /// Remembers that a header's values were set as a list.
    pub fn note_list(&self, name: &HeaderName) {
        let mut lists = self.lists.borrow_mut();
        if !lists.contains(name) {
            lists.push(name.clone());
        }
    }

    /// Whether a list of values was set.
    pub(crate) fn is_list(&self, name: &HeaderName) -> bool {
        self.lists.borrow().contains(name)
    }

    /// The name as it was set.
    pub(crate) fn given_name(&self, name: &HeaderName) -> String {
        let names = self.given_names.borrow();
        match names.iter().find(|(known, _)| known == name) {
            Some((_, text)) => text.to_string(),
            None => name.to_string(),
        }
    }

    /// Adds a value to a header.
    pub fn append(&self, name: HeaderName, value: HeaderValue) {
        if name == CONTENT_LENGTH {
            self.set(name, value);
        } else {
            if name == TRANSFER_ENCODING {
                self.is_coded.set(true);
            }
            self.headers.borrow_mut().append(name, value);
        }
    }

    pub fn remove(&self, name: &HeaderName) {
        if *name == CONTENT_LENGTH {
            self.length.set(None);
            self.length_removed.set(true);
        } else if *name == TRANSFER_ENCODING {
            self.chunking_removed.set(true);
            self.is_coded.set(false);
        }
        self.headers.borrow_mut().remove(name);
    }

    pub fn has(&self, name: &HeaderName) -> bool {
        (*name == CONTENT_LENGTH && self.length.get().is_some())
            || self.headers.borrow().contains_key(name)
    }

    /// All values of a header, in order.
    pub fn values(&self, name: &HeaderName) -> Vec<HeaderValue> {
        if *name == CONTENT_LENGTH
            && let Some(length) = self.length.get()
        {
            return vec![HeaderValue::from(length)];
        }
        self.headers
            .borrow()
            .get_all(name)
            .iter()
            .cloned()
            .collect()
    }

    /// The first value of a header.
    pub fn get(&self, name: &HeaderName) -> Option<HeaderValue> {
        if *name == CONTENT_LENGTH
            && let Some(length) = self.length.get()
        {
            return Some(HeaderValue::from(length));
        }
        self.headers.borrow().get(name).cloned()
    }

    /// The names of all headers, each once, in the order of first setting (`content-length` last).
    pub fn names(&self) -> Vec<HeaderName> {
        let mut names: Vec<HeaderName> = self.headers.borrow().keys().cloned().collect();
        if self.length.get().is_some() {
            names.push(CONTENT_LENGTH);
        }
        names
    }

    pub fn clear_headers(&self) {
        self.headers.borrow_mut().clear();
        self.length.set(None);
        self.is_coded.set(false);
    }

    pub fn length(&self) -> Option<u64> {
        self.length.get()
    }

    pub fn set_length(&self, length: Option<u64>) {
        if length.is_some() {
            self.length_removed.set(false);
            self.headers.borrow_mut().remove(CONTENT_LENGTH);
        }
        self.length.set(length);
    }

    /// The headers for sending, `content-length` and the connection's among them. They stay readable unless `gives_away` says
    /// that nobody will read them.
    fn headers_to_send(&self, keeps_alive: bool, gives_away: bool) -> HeaderMap {
        let is_chunked = self.names_chunks();
        let mut headers = match gives_away {
            true => self.headers.take(),
            false => self.headers.borrow().clone(),
        };
        // Two ways to frame a body, or none that anybody knows, are no HTTP: hyper would not send the answer.
        if self.is_coded.get() && !is_chunked {
            headers.remove(TRANSFER_ENCODING);
        }
        match self.length.get() {
            Some(length) if !is_chunked => {
                headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
            }
            _ => {
                headers.remove(CONTENT_LENGTH);
            }
        }
        if !headers.contains_key(CONNECTION) {
            headers.insert(CONNECTION, if keeps_alive { KEEP_ALIVE } else { CLOSE });
            if keeps_alive {
                headers.insert(KEEP_ALIVE_NAME, KEEP_ALIVE_TIMEOUT);
            }
        }
        headers
    }

    /// Whether the application wants the body in chunks: it says so, or has removed the length and set none again.
    pub(crate) fn wants_chunks(&self) -> bool {
        self.names_chunks() || (self.length_removed.get() && !self.chunking_removed.get())
    }

    /// Whether the last coding of `transfer-encoding` is `chunked`.
    fn names_chunks(&self) -> bool {
        self.is_coded.get()
            && self
                .headers
                .borrow()
                .get_all(TRANSFER_ENCODING)
                .iter()
                .next_back()
                .and_then(|value| value.to_str().ok()?.rsplit(',').next())
                .is_some_and(|coding| coding.trim().eq_ignore_ascii_case("chunked"))
    }

    /// The reason phrase that was set, also by setting the status as koa does.
    pub(crate) fn with_phrase<R>(&self, look: impl FnOnce(Option<&str>) -> R) -> R {
        match &*self.message.borrow() {
            Some(message) => look(Some(message)),
            None if self.explicit_status.get() => {
                look(crate::negotiate::status::text(self.status.get()))
            }
            None => look(None),
        }
    }

    /// The head as it goes out now; nothing of it can change afterwards.
    ///
    /// # Errors
    /// When the status is none of HTTP's.
    pub(crate) fn commit(
        &self,
        keeps_alive: bool,
        gives_away: bool,
        body: AnswerBody,
    ) -> Result<Answer, http::status::InvalidStatusCode> {
        let status = StatusCode::from_u16(self.status.get())?;
        self.sent.set(true);
        let mut answer = Answer::new(body);
        *answer.status_mut() = status;
        *answer.headers_mut() = self.headers_to_send(keeps_alive, gives_away);
        let standard = crate::negotiate::status::node_text(self.status.get());
        let phrase = match &*self.message.borrow() {
            Some(message) if standard != Some(message) => super::latin1_bytes(message),
            None if standard.is_none() => Some(b"unknown".to_vec()),
            _ => None,
        };
        if let Some(bytes) = phrase {
            answer
                .extensions_mut()
                .insert(super::ReasonPhrase(bytes.into()));
        }
        Ok(answer)
    }
}

impl Default for Response {
    fn default() -> Self {
        Response::new()
    }
}

fn digits(value: &HeaderValue) -> Option<u64> {
    let text = value.to_str().ok()?;
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}
