//! HTTP status codes: npm statuses 1.5.0 (what koa 2 and http-errors 1.8 use) and http-errors' class names.

/// Code, text, and the name of http-errors' class (empty below 400).
#[rustfmt::skip]
static STATUSES: [(u16, &str, &str); 64] = [
    (100, "Continue", ""),
    (101, "Switching Protocols", ""),
    (102, "Processing", ""),
    (103, "Early Hints", ""),
    (200, "OK", ""),
    (201, "Created", ""),
    (202, "Accepted", ""),
    (203, "Non-Authoritative Information", ""),
    (204, "No Content", ""),
    (205, "Reset Content", ""),
    (206, "Partial Content", ""),
    (207, "Multi-Status", ""),
    (208, "Already Reported", ""),
    (226, "IM Used", ""),
    (300, "Multiple Choices", ""),
    (301, "Moved Permanently", ""),
    (302, "Found", ""),
    (303, "See Other", ""),
    (304, "Not Modified", ""),
    (305, "Use Proxy", ""),
    (306, "(Unused)", ""),
    (307, "Temporary Redirect", ""),
    (308, "Permanent Redirect", ""),
    (400, "Bad Request", "BadRequestError"),
    (401, "Unauthorized", "UnauthorizedError"),
    (402, "Payment Required", "PaymentRequiredError"),
    (403, "Forbidden", "ForbiddenError"),
    (404, "Not Found", "NotFoundError"),
    (405, "Method Not Allowed", "MethodNotAllowedError"),
    (406, "Not Acceptable", "NotAcceptableError"),
    (407, "Proxy Authentication Required", "ProxyAuthenticationRequiredError"),
    (408, "Request Timeout", "RequestTimeoutError"),
    (409, "Conflict", "ConflictError"),
    (410, "Gone", "GoneError"),
    (411, "Length Required", "LengthRequiredError"),
    (412, "Precondition Failed", "PreconditionFailedError"),
    (413, "Payload Too Large", "PayloadTooLargeError"),
    (414, "URI Too Long", "URITooLongError"),
    (415, "Unsupported Media Type", "UnsupportedMediaTypeError"),
    (416, "Range Not Satisfiable", "RangeNotSatisfiableError"),
    (417, "Expectation Failed", "ExpectationFailedError"),
    (418, "I'm a teapot", "ImATeapotError"),
    (421, "Misdirected Request", "MisdirectedRequestError"),
    (422, "Unprocessable Entity", "UnprocessableEntityError"),
    (423, "Locked", "LockedError"),
    (424, "Failed Dependency", "FailedDependencyError"),
    (425, "Unordered Collection", "UnorderedCollectionError"),
    (426, "Upgrade Required", "UpgradeRequiredError"),
    (428, "Precondition Required", "PreconditionRequiredError"),
    (429, "Too Many Requests", "TooManyRequestsError"),
    (431, "Request Header Fields Too Large", "RequestHeaderFieldsTooLargeError"),
    (451, "Unavailable For Legal Reasons", "UnavailableForLegalReasonsError"),
    (500, "Internal Server Error", "InternalServerError"),
    (501, "Not Implemented", "NotImplementedError"),
    (502, "Bad Gateway", "BadGatewayError"),
    (503, "Service Unavailable", "ServiceUnavailableError"),
    (504, "Gateway Timeout", "GatewayTimeoutError"),
    (505, "HTTP Version Not Supported", "HTTPVersionNotSupportedError"),
    (506, "Variant Also Negotiates", "VariantAlsoNegotiatesError"),
    (507, "Insufficient Storage", "InsufficientStorageError"),
    (508, "Loop Detected", "LoopDetectedError"),
    (509, "Bandwidth Limit Exceeded", "BandwidthLimitExceededError"),
    (510, "Not Extended", "NotExtendedError"),
    (511, "Network Authentication Required", "NetworkAuthenticationRequiredError"),
];

fn entry(code: u16) -> Option<&'static (u16, &'static str, &'static str)> {
    STATUSES
        .binary_search_by_key(&code, |entry| entry.0)
        .ok()
        .map(|at| &STATUSES[at])
}

/// `statuses[code]`: koa's text for a code, the reason phrase and the body of an answer without one. (CTX-062, CTX-075)
pub fn text(code: u16) -> Option<&'static str> {
    entry(code).map(|entry| entry.1)
}

/// `statuses[text]`: the code of a text, in any case.
pub fn code(text: &str) -> Option<u16> {
    STATUSES
        .iter()
        .find(|entry| entry.1.eq_ignore_ascii_case(text))
        .map(|entry| entry.0)
}

/// `statuses.codes`: every known code, ascending.
pub fn codes() -> impl Iterator<Item = u16> {
    STATUSES.iter().map(|entry| entry.0)
}

/// `http.STATUS_CODES[code]` of Node 20: the reason phrase where nobody set `statusMessage`. It has no 306 and words two
/// texts in its own way.
pub fn node_text(code: u16) -> Option<&'static str> {
    match code {
        306 => None,
        418 => Some("I'm a Teapot"),
        425 => Some("Too Early"),
        code => text(code),
    }
}

/// `statuses.empty`: answers that have no body. (CTX-061, CTX-078)
pub fn is_empty(code: u16) -> bool {
    matches!(code, 204 | 205 | 304)
}

/// `statuses.redirect`: codes that `ctx.redirect` leaves in place. (CTX-090)
pub fn is_redirect(code: u16) -> bool {
    matches!(code, 300 | 301 | 302 | 303 | 305 | 307 | 308)
}

/// `statuses.retry`: codes that ask for another try.
pub fn is_retry(code: u16) -> bool {
    matches!(code, 502..=504)
}

/// What http-errors 1.8.1 makes of the status that `ctx.throw` is given. (CTX-022..024)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HttpErrorKind {
    /// `err.status` and `err.statusCode`.
    pub status: u16,
    /// `err.name`, the name of the error's class: `BadRequestError` also for a 4xx code that is not known, `Error` for a known
    /// code below 400.
    pub name: &'static str,
    /// `err.message` if none was given. `None` leaves it empty.
    pub message: Option<&'static str>,
    /// `err.expose`: whether the message is for the client.
    pub expose: bool,
    /// Whether http-errors warns: `non-error status code; use only 4xx or 5xx status codes`.
    pub non_error_status: bool,
}

/// The kind of error for a status: codes that are neither known nor 4xx or 5xx become 500.
pub fn http_error(status: i64) -> HttpErrorKind {
    let non_error_status = !(400..600).contains(&status);
    let known = u16::try_from(status)
        .ok()
        .filter(|&code| text(code).is_some() || !non_error_status);
    let status = known.unwrap_or(500);
    let class = |code| entry(code).filter(|entry| !entry.2.is_empty());
    // A code without a class of its own has the class of its hundred, with that one's message.
    let class = class(status).or_else(|| class(status / 100 * 100));
    HttpErrorKind {
        status,
        name: class.map_or("Error", |entry| entry.2),
        message: class.map(|entry| entry.1).or_else(|| text(status)),
        expose: status < 500,
        non_error_status,
    }
}
