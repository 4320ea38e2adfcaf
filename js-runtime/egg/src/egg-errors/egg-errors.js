'use strict';

/** What `require('egg-errors')` gives: error classes with `code`, HTTP errors, and errors of frameworks with a help page. */
const {
  EggBaseError, EggBaseException, EggError, EggException, ErrorType,
} = require('egg-errors/lib/base');
const { FrameworkBaseError, FrameworkErrorFormater } = require('egg-errors/lib/framework');

/** status, class, message, code */
const HTTP_ERRORS = [
  [ 400, 'BadRequestError', 'Bad Request', 'BAD_REQUEST' ],
  [ 401, 'UnauthorizedError', 'Unauthorized', 'UNAUTHORIZED' ],
  [ 402, 'PaymentRequiredError', 'Payment Required', 'PAYMENT_REQUIRED' ],
  [ 403, 'ForbiddenError', 'Forbidden', 'FORBIDDEN' ],
  [ 404, 'NotFoundError', 'Not Found', 'NOT_FOUND' ],
  [ 405, 'MethodNotAllowedError', 'Method Not Allowed', 'METHOD_NOT_ALLOWED' ],
  [ 406, 'NotAcceptableError', 'Not Acceptable', 'NOT_ACCEPTABLE' ],
  [ 407, 'ProxyAuthenticationRequiredError', 'Proxy Authentication Required', 'PROXY_AUTHENTICATION_REQUIRED' ],
  [ 408, 'RequestTimeoutError', 'Request Timeout', 'REQUEST_TIMEOUT' ],
  [ 409, 'ConflictError', 'Conflict', 'CONFLICT' ],
  [ 410, 'GoneError', 'Gone', 'GONE' ],
  [ 411, 'LengthRequiredError', 'Length Required', 'LENGTH_REQUIRED' ],
  [ 412, 'PreconditionFailedError', 'Precondition Failed', 'PRECONDITION_FAILED' ],
  [ 413, 'PayloadTooLargeError', 'Payload Too Large', 'PAYLOAD_TOO_LARGE' ],
  [ 414, 'URITooLongError', 'URI Too Long', 'URI_TOO_LONG' ],
  [ 415, 'UnsupportedMediaTypeError', 'Unsupported Media Type', 'UNSUPPORTED_MEDIA_TYPE' ],
  [ 416, 'RangeNotSatisfiableError', 'Range Not Satisfiable', 'RANGE_NOT_SATISFIABLE' ],
  [ 417, 'ExpectationFailedError', 'Expectation Failed', 'EXPECTATION_FAILED' ],
  [ 418, 'ImATeapotError', "I'm a teapot", 'IMA_TEAPOT' ],
  [ 421, 'MisdirectedRequestError', 'Misdirected Request', 'MISDIRECTED_REQUEST' ],
  [ 422, 'UnprocessableEntityError', 'Unprocessable Entity', 'UNPROCESSABLE_ENTITY' ],
  [ 423, 'LockedError', 'Locked', 'LOCKED' ],
  [ 424, 'FailedDependencyError', 'Failed Dependency', 'FAILED_DEPENDENCY' ],
  [ 425, 'UnorderedCollectionError', 'Unordered Collection', 'UNORDERED_COLLECTION' ],
  [ 426, 'UpgradeRequiredError', 'Upgrade Required', 'UPGRADE_REQUIRED' ],
  [ 428, 'PreconditionRequiredError', 'Precondition Required', 'PRECONDITION_REQUIRED' ],
  [ 429, 'TooManyRequestsError', 'Too Many Requests', 'TOO_MANY_REQUESTS' ],
  [ 431, 'RequestHeaderFieldsTooLargeError', 'Request Header Fields Too Large', 'REQUEST_HEADER_FIELDS_TOO_LARGE' ],
  [ 451, 'UnavailableForLegalReasonsError', 'Unavailable For Legal Reasons', 'UNAVAILABLE_FOR_LEGAL_REASONS' ],
  [ 500, 'InternalServerError', 'Internal Server Error', 'INTERNAL_SERVER_ERROR' ],
  [ 501, 'NotImplementedError', 'Not Implemented', 'NOT_IMPLEMENTED' ],
  [ 502, 'BadGatewayError', 'Bad Gateway', 'BAD_GATEWAY' ],
  [ 503, 'ServiceUnavailableError', 'Service Unavailable', 'SERVICE_UNAVAILABLE' ],
  [ 504, 'GatewayTimeoutError', 'Gateway Timeout', 'GATEWAY_TIMEOUT' ],
  [ 505, 'HTTPVersionNotSupportedError', 'HTTP Version Not Supported', 'HTTP_VERSION_NOT_SUPPORTED' ],
  [ 506, 'VariantAlsoNegotiatesError', 'Variant Also Negotiates', 'VARIANT_ALSO_NEGOTIATES' ],
  [ 507, 'InsufficientStorageError', 'Insufficient Storage', 'INSUFFICIENT_STORAGE' ],
  [ 508, 'LoopDetectedError', 'Loop Detected', 'LOOP_DETECTED' ],
  [ 509, 'BandwidthLimitExceededError', 'Bandwidth Limit Exceeded', 'BANDWIDTH_LIMIT_EXCEEDED' ],
  [ 510, 'NotExtendedError', 'Not Extended', 'NOT_EXTENDED' ],
  [ 511, 'NetworkAuthenticationRequiredError', 'Network Authentication Required', 'NETWORK_AUTHENTICATION_REQUIRED' ],
];

class HttpError extends EggBaseError {
  constructor(options) {
    super(options);
    this.headers = this.options.headers || {};
    this.status = this.options.status;
  }
}

module.exports = {
  EggBaseError,
  EggBaseException,
  ErrorOptions: class ErrorOptions {},
  ErrorType,
  EggError,
  EggException,
  FrameworkBaseError,
  FrameworkErrorFormater,
  HttpError,
};

for (const [ status, name, defaultMessage, code ] of HTTP_ERRORS) {
  const StatusError = class extends HttpError {
    constructor(message) {
      super({ code, message: message || defaultMessage, status });
    }
  };
  Object.defineProperty(StatusError, 'name', { value: name });
  module.exports[name] = module.exports[`E${status}`] = StatusError;
}
