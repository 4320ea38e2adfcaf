'use strict';

/**
 * The text of Node's `ERR_*` codes: for each its class (a key of `kinds`) and its message, a text with `%s` for each argument or a
 * function of the arguments. Codes of what this host has no counterpart for (inspector, http2, policy manifests...) are left out.
 */

const kinds = {
  E: [Error],
  T: [TypeError],
  R: [RangeError],
  S: [SyntaxError],
  U: [URIError],
  TR: [TypeError, RangeError],
  ET: [Error, TypeError],
  ETR: [Error, TypeError, RangeError],
};

const TYPE_NAMES = new Set(['string', 'function', 'number', 'object', 'Function', 'Object', 'boolean', 'bigint', 'symbol']);

function inspect(value, options) {
  return require('internal/util/inspect').inspect(value, options);
}

/** `a`, `a or b`, `a, b, or c`. */
function listOf(items, word) {
  if (items.length < 3) return items.join(` ${word} `);
  return `${items.slice(0, -1).join(', ')}, ${word} ${items[items.length - 1]}`;
}

/** What an argument was, in the words after 'Received': `undefined`, `type string ('x')`, `an instance of Foo`. */
function determineSpecificType(value) {
  if (value === null || value === undefined) return String(value);
  switch (typeof value) {
    case 'bigint':
      return `type bigint (${value}n)`;
    case 'number':
      return Object.is(value, -0) ? 'type number (-0)' : `type number (${value})`;
    case 'boolean':
      return `type boolean (${value})`;
    case 'symbol':
      return `type symbol (${String(value)})`;
    case 'function':
      return value.name ? `function ${value.name}` : 'function ';
    case 'string': {
      const text = value.length > 28 ? `${value.slice(0, 25)}...` : value;
      return text.includes("'") ? `type string (${JSON.stringify(text)})` : `type string ('${text}')`;
    }
    default:
      if (value.constructor && value.constructor.name) return `an instance of ${value.constructor.name}`;
      return inspect(value, { depth: -1 });
  }
}

/** `expected` (one name or several), said as Node says it: `of type string or an instance of Buffer`. */
function expectation(expected) {
  const types = [];
  const instances = [];
  const others = [];
  for (const name of Array.isArray(expected) ? expected : [expected]) {
    if (TYPE_NAMES.has(name)) types.push(name.toLowerCase());
    else if (/^([A-Z][a-z0-9]*)+$/.test(name)) instances.push(name);
    else others.push(name);
  }
  // Next to classes an object reads as one of them.
  const object = types.indexOf('object');
  if (instances.length > 0 && object !== -1) {
    types.splice(object, 1);
    instances.push('Object');
  }
  const parts = [];
  if (types.length > 0) parts.push(`${types.length > 1 ? 'one of type' : 'of type'} ${listOf(types, 'or')}`);
  if (instances.length > 0) parts.push(`an instance of ${listOf(instances, 'or')}`);
  if (others.length > 1) parts.push(`one of ${listOf(others, 'or')}`);
  else if (others.length === 1) parts.push(others[0].toLowerCase() === others[0] ? others[0] : `an ${others[0]}`);
  return parts.join(' or ');
}

/** `1_000_000`: groups of three from the right. */
function groupDigits(digits) {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, '_');
}

const table = {
  ERR_BUFFER_OUT_OF_BOUNDS: ['R', (name) => (name ? `"${name}" is outside of buffer bounds` : 'Attempt to access memory outside buffer bounds')],
  ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS: ['E', 'The selected key encoding %s %s.'],
  ERR_ENCODING_INVALID_ENCODED_DATA: ['T', (encoding) => `The encoded data was not valid for encoding ${encoding}`],
  ERR_FALSY_VALUE_REJECTION: ['E', () => 'Promise was rejected with falsy value'],
  ERR_HTTP_INVALID_HEADER_VALUE: ['T', 'Invalid value "%s" for header "%s"'],
  ERR_HTTP_INVALID_STATUS_CODE: ['R', 'Invalid status code: %s'],
  ERR_INVALID_ADDRESS_FAMILY: ['R', (family, host, port) => `Invalid address family: ${family} ${host}:${port}`],
  ERR_INVALID_ARG_TYPE: ['T', (name, expected, actual) => {
    const subject = name.endsWith(' argument') ? `The ${name}` : `The "${name}" ${name.includes('.') ? 'property' : 'argument'}`;
    return `${subject} must be ${expectation(expected)}. Received ${determineSpecificType(actual)}`;
  }],
  ERR_INVALID_ARG_VALUE: ['TR', (name, value, reason = 'is invalid') => {
    let shown = inspect(value);
    if (shown.length > 128) shown = `${shown.slice(0, 128)}...`;
    return `The ${String(name).includes('.') ? 'property' : 'argument'} '${name}' ${reason}. Received ${shown}`;
  }],
  ERR_INVALID_CHAR: ['T', (name, field) => `Invalid character in ${name}${field === undefined ? '' : ` ["${field}"]`}`],
  ERR_INVALID_FD: ['R', '"fd" must be a positive integer: %s'],
  ERR_INVALID_HTTP_TOKEN: ['T', '%s must be a valid HTTP token ["%s"]'],
  ERR_INVALID_MIME_SYNTAX: ['T', (production, text, index) =>
    `The MIME syntax for a ${production} in "${text}" is invalid${index === -1 ? '' : ` at ${index}`}`],
  ERR_INVALID_MODULE_SPECIFIER: ['T', (request, reason, base) => `Invalid module "${request}" ${reason}${base ? ` imported from ${base}` : ''}`],
  ERR_INVALID_OBJECT_DEFINE_PROPERTY: ['T', '%s'],
  ERR_INVALID_PACKAGE_CONFIG: ['E', (path, base, message) =>
    `Invalid package config ${path}${base ? ` while importing ${base}` : ''}${message ? `. ${message}` : ''}`],
  ERR_INVALID_PACKAGE_TARGET: ['E', (pkgPath, key, target, isImport = false, base = undefined) => {
    const relative = typeof target === 'string' && !isImport && target.length > 0 && !target.startsWith('./');
    const field = key === '.' ? `main target ${JSON.stringify(target)} defined` : `target ${JSON.stringify(target)} defined for '${key}'`;
    return `Invalid "${isImport ? 'imports' : 'exports'}" ${field} in the package config ${pkgPath}package.json` +
      `${base ? ` imported from ${base}` : ''}${relative ? '; targets must start with "./"' : ''}`;
  }],
  ERR_INVALID_RETURN_PROPERTY: ['T', (expected, hook, property, value) =>
    `Expected a valid ${expected} to be returned for the "${property}" from the "${hook}" hook but got ${determineSpecificType(value)}.`],
  ERR_INVALID_RETURN_PROPERTY_VALUE: ['T', (expected, hook, property, value) =>
    `Expected ${expected} to be returned for the "${property}" from the "${hook}" hook but got ${determineSpecificType(value)}.`],
  ERR_INVALID_RETURN_VALUE: ['TR', (expected, name, value) =>
    `Expected ${expected} to be returned from the "${name}" function but got ${determineSpecificType(value)}.`],
  ERR_INTERNAL_ASSERTION: ['E', (message) => `${message === undefined ? '' : `${message}\n`}` +
    'This is caused by either a bug in Node.js or incorrect usage of Node.js internals.\n' +
    'Please open an issue with this stack trace at https://github.com/nodejs/node/issues\n'],
  ERR_INVALID_URL: ['T', () => 'Invalid URL'],
  ERR_INVALID_URL_SCHEME: ['T', (expected) => `The URL must be ${[].concat(expected).length === 2 ? 'one of scheme' : 'of scheme'} ${[].concat(expected).join(' or ')}`],
  ERR_MISSING_ARGS: ['T', (...names) => {
    const shown = names.map((name) => (Array.isArray(name) ? name.map((one) => `"${one}"`).join(' or ') : `"${name}"`));
    return `The ${listOf(shown, 'and')} argument${names.length > 1 ? 's' : ''} must be specified`;
  }],
  ERR_MODULE_NOT_FOUND: ['E', (path, base, exact) => `Cannot find ${exact ? 'module' : 'package'} '${path}' imported from ${base}`],
  ERR_OUT_OF_RANGE: ['R', (name, range, input, replaceDefault = false) => {
    let received;
    if (Number.isInteger(input) && Math.abs(input) > 2 ** 32) received = groupDigits(String(input));
    else if (typeof input === 'bigint') received = `${input > 2n ** 32n || input < -(2n ** 32n) ? groupDigits(String(input)) : input}n`;
    else received = inspect(input);
    return `${replaceDefault ? name : `The value of "${name}" is out of range.`} It must be ${range}. Received ${received}`;
  }],
  ERR_PACKAGE_IMPORT_NOT_DEFINED: ['T', (specifier, packagePath, base) =>
    `Package import specifier "${specifier}" is not defined${packagePath ? ` in package ${packagePath}package.json` : ''} imported from ${base}`],
  ERR_PACKAGE_PATH_NOT_EXPORTED: ['E', (packagePath, subpath, base) =>
    `${subpath === '.' ? 'No "exports" main defined' : `Package subpath '${subpath}' is not defined by "exports"`} in ${packagePath}package.json${base ? ` imported from ${base}` : ''}`],
  ERR_PARSE_ARGS_UNKNOWN_OPTION: ['T', (option, allowPositionals) =>
    `Unknown option '${option}'${allowPositionals ? `. To specify a positional argument starting with a '-', place it at the end of the command after '--', as in '-- ${JSON.stringify(option)}` : ''}`],
  ERR_PERFORMANCE_INVALID_TIMESTAMP: ['T', '%s is not a valid timestamp'],
  ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS: ['T', '%s'],
  ERR_REQUIRE_ESM: ['E', (filename, hasEsmSyntax, parentPath = null) =>
    `require() of ES Module ${filename}${parentPath === null ? '' : ` from ${parentPath}`} not supported.`],
  ERR_SOCKET_BAD_PORT: ['R', (name, port, allowZero = true) =>
    `${name} should be ${allowZero ? '>=' : '>'} 0 and < 65536. Received ${determineSpecificType(port)}.`],
  ERR_TLS_ALPN_CALLBACK_INVALID_RESULT: ['T', (value, protocols) =>
    `ALPN callback returned a value (${value}) that did not match any of the client's offered protocols (${protocols.join(', ')})`],
  // `reason, host, cert`: only the reason is shown.
  ERR_TLS_CERT_ALTNAME_INVALID: ['E', (reason) => `Hostname/IP does not match certificate's altnames: ${reason}`],
  ERR_UNHANDLED_ERROR: ['E', (error = undefined) => (error === undefined ? 'Unhandled error.' : `Unhandled error. (${error})`)],
  ERR_CONSTRUCT_CALL_INVALID: ['T', 'Constructor cannot be called'],
  ERR_CONSTRUCT_CALL_REQUIRED: ['T', 'Class constructor %s cannot be invoked without `new`'],
  ERR_UNKNOWN_ENCODING: ['T', 'Unknown encoding: %s'],
  ERR_UNSUPPORTED_DIR_IMPORT: ['E', 'Directory import \'%s\' is not supported resolving ES modules imported from %s'],
  ERR_WORKER_PATH: ['T', 'The worker script or module filename must be an absolute path or a relative path starting with \'./\' or \'../\'.%s Received "%s"'],

  ERR_ACCESS_DENIED: ['E', '%s'],
  ERR_AMBIGUOUS_ARGUMENT: ['T', 'The "%s" argument is ambiguous. %s'],
  ERR_ARG_NOT_ITERABLE: ['T', '%s must be iterable'],
  ERR_ASSERTION: ['E', '%s'],
  ERR_ASYNC_CALLBACK: ['T', '%s must be a function'],
  ERR_ASYNC_TYPE: ['T', 'Invalid name for async "type": %s'],
  ERR_BROTLI_INVALID_PARAM: ['R', '%s is not a valid Brotli parameter'],
  ERR_BUFFER_TOO_LARGE: ['R', 'Cannot create a Buffer larger than %s bytes'],
  ERR_CHILD_PROCESS_IPC_REQUIRED: ['E', "Forked processes must have an IPC channel, missing value 'ipc' in %s"],
  ERR_CHILD_PROCESS_STDIO_MAXBUFFER: ['R', '%s maxBuffer length exceeded'],
  ERR_CONSOLE_WRITABLE_STREAM: ['T', 'Console expects a writable stream instance for %s'],
  ERR_CONTEXT_NOT_INITIALIZED: ['E', 'context used is not initialized'],
  ERR_CRYPTO_CUSTOM_ENGINE_NOT_SUPPORTED: ['E', 'Custom engines not supported by this OpenSSL'],
  ERR_CRYPTO_ECDH_INVALID_FORMAT: ['T', 'Invalid ECDH format: %s'],
  ERR_CRYPTO_ECDH_INVALID_PUBLIC_KEY: ['E', 'Public key is not valid for specified curve'],
  ERR_CRYPTO_ENGINE_UNKNOWN: ['E', 'Engine "%s" was not found'],
  ERR_CRYPTO_HASH_FINALIZED: ['E', 'Digest already called'],
  ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH: ['R', 'Input buffers must have the same byte length'],
  ERR_CRYPTO_HASH_UPDATE_FAILED: ['E', 'Hash update failed'],
  ERR_CRYPTO_INCOMPATIBLE_KEY: ['E', 'Incompatible %s: %s'],
  ERR_CRYPTO_INVALID_KEYLEN: ['R', 'Invalid key length'],
  ERR_CRYPTO_UNKNOWN_CIPHER: ['E', 'Unknown cipher'],
  ERR_CRYPTO_UNKNOWN_DH_GROUP: ['E', 'Unknown DH group'],
  ERR_CRYPTO_INVALID_CURVE: ['T', 'Invalid EC curve name'],
  ERR_CRYPTO_JWK_UNSUPPORTED_CURVE: ['E', 'Unsupported JWK EC curve: %s.'],
  ERR_CRYPTO_JWK_UNSUPPORTED_KEY_TYPE: ['E', 'Unsupported JWK Key Type.'],
  ERR_CRYPTO_INVALID_DIGEST: ['T', 'Invalid digest: %s'],
  ERR_CRYPTO_INVALID_JWK: ['T', 'Invalid JWK data'],
  ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE: ['T', 'Invalid key object type %s, expected %s.'],
  ERR_CRYPTO_INVALID_STATE: ['E', 'Invalid state for operation %s'],
  ERR_CRYPTO_PBKDF2_ERROR: ['E', 'PBKDF2 error'],
  ERR_CRYPTO_SCRYPT_INVALID_PARAMETER: ['E', 'Invalid scrypt parameter'],
  ERR_CRYPTO_SCRYPT_NOT_SUPPORTED: ['E', 'Scrypt algorithm not supported'],
  ERR_CRYPTO_SIGN_KEY_REQUIRED: ['E', 'No key provided to sign'],
  ERR_DIR_CLOSED: ['E', 'Directory handle was closed'],
  ERR_DIR_CONCURRENT_OPERATION: ['E', 'Cannot do synchronous work on directory handle with concurrent asynchronous operations'],
  ERR_DNS_SET_SERVERS_FAILED: ['E', 'c-ares failed to set servers: "%s" [%s]'],
  ERR_DOMAIN_CALLBACK_NOT_AVAILABLE: ['E', 'A callback was registered through process.setUncaughtExceptionCaptureCallback(), which is mutually exclusive with using the `domain` module'],
  ERR_DOMAIN_CANNOT_SET_UNCAUGHT_EXCEPTION_CAPTURE: ['E', 'The `domain` module is in use, which is mutually exclusive with calling process.setUncaughtExceptionCaptureCallback()'],
  ERR_ENCODING_NOT_SUPPORTED: ['R', 'The "%s" encoding is not supported'],
  ERR_EVENT_RECURSION: ['E', 'The event "%s" is already being dispatched'],
  ERR_FEATURE_UNAVAILABLE_ON_PLATFORM: ['T', 'The feature %s is unavailable on the current platform, which is being used to run Node.js'],
  ERR_FS_FILE_TOO_LARGE: ['R', 'File size (%s) is greater than 2 GiB'],
  ERR_FS_INVALID_SYMLINK_TYPE: ['E', 'Symlink type must be one of "dir", "file", or "junction". Received "%s"'],
  ERR_HTTP_BODY_NOT_ALLOWED: ['E', 'Adding content for this request method or response status is not allowed.'],
  ERR_HTTP_CONTENT_LENGTH_MISMATCH: ['E', "Response body's content-length of %s byte(s) does not match the content-length of %s byte(s) set in header"],
  ERR_HTTP_HEADERS_SENT: ['E', 'Cannot %s headers after they are sent to the client'],
  ERR_HTTP_REQUEST_TIMEOUT: ['E', 'Request timeout'],
  ERR_HTTP_SOCKET_ASSIGNED: ['E', 'ServerResponse has an already assigned socket'],
  ERR_HTTP_SOCKET_ENCODING: ['E', 'Changing the socket encoding is not allowed per RFC7230 Section 3.'],
  ERR_HTTP_TRAILER_INVALID: ['E', 'Trailers are invalid with this transfer encoding'],
  ERR_ILLEGAL_CONSTRUCTOR: ['T', 'Illegal constructor'],
  ERR_IMPORT_ATTRIBUTE_UNSUPPORTED: ['T', 'Import attribute "%s" with value "%s" is not supported'],
  ERR_INCOMPATIBLE_OPTION_PAIR: ['T', 'Option "%s" cannot be used in combination with option "%s"'],
  ERR_INVALID_ASYNC_ID: ['R', 'Invalid %s value: %s'],
  ERR_INVALID_BUFFER_SIZE: ['R', 'Buffer size must be a multiple of %s'],
  ERR_INVALID_CURSOR_POS: ['T', 'Cannot set cursor row without setting its column'],
  ERR_INVALID_FD_TYPE: ['T', 'Unsupported fd type: %s'],
  ERR_INVALID_FILE_URL_HOST: ['T', 'File URL host must be "localhost" or empty on %s'],
  ERR_INVALID_FILE_URL_PATH: ['T', 'File URL path %s'],
  ERR_INVALID_HANDLE_TYPE: ['T', 'This handle type cannot be sent'],
  ERR_INVALID_IP_ADDRESS: ['T', 'Invalid IP address: %s'],
  ERR_INVALID_PROTOCOL: ['T', 'Protocol "%s" not supported. Expected "%s"'],
  ERR_INVALID_STATE: ['ETR', 'Invalid state: %s'],
  ERR_INVALID_SYNC_FORK_INPUT: ['T', 'Asynchronous forks do not support Buffer, TypedArray, DataView or string input: %s'],
  ERR_INVALID_THIS: ['T', 'Value of "this" must be of type %s'],
  ERR_INVALID_TUPLE: ['T', '%s must be an iterable %s tuple'],
  ERR_INVALID_URI: ['U', 'URI malformed'],
  ERR_IPC_CHANNEL_CLOSED: ['E', 'Channel closed'],
  ERR_IPC_DISCONNECTED: ['E', 'IPC channel is already disconnected'],
  ERR_IPC_ONE_PIPE: ['E', 'Child process can have only one IPC pipe'],
  ERR_IPC_SYNC_FORK: ['E', 'IPC cannot be used with synchronous forks'],
  ERR_METHOD_NOT_IMPLEMENTED: ['E', 'The %s method is not implemented'],
  ERR_MISSING_OPTION: ['T', '%s is required'],
  ERR_CRYPTO_OPERATION_FAILED: ['E', '%s'],
  ERR_MULTIPLE_CALLBACK: ['E', 'Callback called multiple times'],
  ERR_NO_CRYPTO: ['E', 'Node.js is not compiled with OpenSSL crypto support'],
  ERR_OPERATION_FAILED: ['ET', 'Operation failed: %s'],
  ERR_PARSE_ARGS_INVALID_OPTION_VALUE: ['T', '%s'],
  ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL: ['T', "Unexpected argument '%s'. This command does not take positional arguments"],
  ERR_SCRIPT_EXECUTION_TIMEOUT: ['E', 'Script execution timed out after %sms'],
  ERR_SCRIPT_EXECUTION_INTERRUPTED: ['E', 'Script execution was interrupted by `SIGINT`'],
  ERR_SERVER_ALREADY_LISTEN: ['E', 'Listen method has been called more than once without closing.'],
  ERR_SERVER_NOT_RUNNING: ['E', 'Server is not running.'],
  ERR_SOCKET_ALREADY_BOUND: ['E', 'Socket is already bound'],
  ERR_SOCKET_BAD_BUFFER_SIZE: ['T', 'Buffer size must be a positive integer'],
  ERR_SOCKET_BAD_TYPE: ['T', 'Bad socket type specified. Valid types are: udp4, udp6'],
  ERR_SOCKET_CLOSED: ['E', 'Socket is closed'],
  ERR_SOCKET_CLOSED_BEFORE_CONNECTION: ['E', 'Socket closed before the connection was established'],
  ERR_SOCKET_CONNECTION_TIMEOUT: ['E', 'Socket connection timeout'],
  ERR_SOCKET_DGRAM_IS_CONNECTED: ['E', 'Already connected'],
  ERR_SOCKET_DGRAM_NOT_CONNECTED: ['E', 'Not connected'],
  ERR_SOCKET_DGRAM_NOT_RUNNING: ['E', 'Not running'],
  ERR_STREAM_ALREADY_FINISHED: ['E', 'Cannot call %s after a stream was finished'],
  ERR_STREAM_CANNOT_PIPE: ['E', 'Cannot pipe, not readable'],
  ERR_STREAM_DESTROYED: ['E', 'Cannot call %s after a stream was destroyed'],
  ERR_STREAM_NULL_VALUES: ['T', 'May not write null values to stream'],
  ERR_STREAM_PREMATURE_CLOSE: ['E', 'Premature close'],
  ERR_STREAM_PUSH_AFTER_EOF: ['E', 'stream.push() after EOF'],
  ERR_STREAM_UNSHIFT_AFTER_END_EVENT: ['E', 'stream.unshift() after end event'],
  ERR_STREAM_WRAP: ['E', 'Stream has StringDecoder set or is in objectMode'],
  ERR_STREAM_WRITE_AFTER_END: ['E', 'write after end'],
  ERR_SYNTHETIC: ['E', 'JavaScript Callstack'],
  ERR_TLS_ALPN_CALLBACK_WITH_PROTOCOLS: ['T', 'The ALPNCallback and ALPNProtocols TLS options are mutually exclusive'],
  ERR_TLS_CERT_ALTNAME_FORMAT: ['S', 'Invalid subject alternative name string'],
  ERR_TLS_DH_PARAM_SIZE: ['E', 'DH parameter size %s is less than 2048'],
  ERR_TLS_HANDSHAKE_TIMEOUT: ['E', 'TLS handshake timeout'],
  ERR_TLS_INVALID_CONTEXT: ['T', '%s must be a SecureContext'],
  ERR_TLS_INVALID_PROTOCOL_VERSION: ['T', '"%s" is not a valid %s TLS protocol version'],
  ERR_TLS_INVALID_STATE: ['E', 'TLS socket connection must be securely established'],
  ERR_TLS_INVALID_PROTOCOL_METHOD: ['T', '%s'],
  ERR_TLS_PROTOCOL_VERSION_CONFLICT: ['T', 'TLS protocol version "%s" conflicts with secureProtocol "%s"'],
  ERR_TLS_RENEGOTIATION_DISABLED: ['E', 'TLS session renegotiation disabled for this socket'],
  ERR_TLS_REQUIRED_SERVER_NAME: ['E', '"servername" is required parameter for Server.addContext'],
  ERR_TLS_SESSION_ATTACK: ['E', 'TLS session renegotiation attack detected'],
  ERR_TLS_SNI_FROM_SERVER: ['E', 'Cannot issue SNI from a TLS server-side socket'],
  ERR_UNAVAILABLE_DURING_EXIT: ['E', 'Cannot call function in process exit handler'],
  ERR_UNCAUGHT_EXCEPTION_CAPTURE_ALREADY_SET: ['E', '`process.setupUncaughtExceptionCapture()` was called while a capture callback was already active'],
  ERR_UNESCAPED_CHARACTERS: ['T', '%s contains unescaped characters'],
  ERR_UNKNOWN_BUILTIN_MODULE: ['E', 'No such built-in module: %s'],
  ERR_UNKNOWN_CREDENTIAL: ['E', '%s identifier does not exist: %s'],
  ERR_UNKNOWN_FILE_EXTENSION: ['T', 'Unknown file extension "%s" for %s'],
  ERR_UNKNOWN_MODULE_FORMAT: ['R', 'Unknown module format: %s for URL %s'],
  ERR_UNKNOWN_SIGNAL: ['T', 'Unknown signal: %s'],
  ERR_UNSUPPORTED_RESOLVE_REQUEST: ['T', 'Failed to resolve module specifier "%s" from "%s": Invalid relative URL or base scheme is not hierarchical.'],
  ERR_USE_AFTER_CLOSE: ['E', '%s was closed'],
  ERR_NOT_BUILDING_SNAPSHOT: ['E', 'Operation cannot be invoked when not building startup snapshot'],
  ERR_VALID_PERFORMANCE_ENTRY_TYPE: ['E', 'At least one valid performance entry type is required'],
  ERR_WEBASSEMBLY_RESPONSE: ['T', 'WebAssembly response %s'],
  ERR_WORKER_INIT_FAILED: ['E', 'Worker initialization failure: %s'],
  ERR_WORKER_INVALID_EXEC_ARGV: ['E', 'Initiated Worker with %s'],
  ERR_WORKER_NOT_RUNNING: ['E', 'Worker instance not running'],
  ERR_WORKER_OUT_OF_MEMORY: ['E', 'Worker terminated due to reaching memory limit: %s'],
  ERR_WORKER_UNSERIALIZABLE_ERROR: ['E', 'Serializing an uncaught exception failed'],
  ERR_WORKER_UNSUPPORTED_OPERATION: ['T', '%s is not supported in workers'],
  ERR_ZLIB_INITIALIZATION_FAILED: ['E', 'Initialization failed'],
};

module.exports = { table, kinds, determineSpecificType, expectation, listOf };
