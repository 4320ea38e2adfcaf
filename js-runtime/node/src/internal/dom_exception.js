'use strict';

/** `DOMException` of Web IDL: an Error whose `name`, `message` and legacy `code` are fixed when it is made. */

const codeOf = {
  IndexSizeError: 1, HierarchyRequestError: 3, WrongDocumentError: 4, InvalidCharacterError: 5, NoModificationAllowedError: 7,
  NotFoundError: 8, NotSupportedError: 9, InUseAttributeError: 10, InvalidStateError: 11, SyntaxError: 12, InvalidModificationError: 13,
  NamespaceError: 14, InvalidAccessError: 15, TypeMismatchError: 17, SecurityError: 18, NetworkError: 19, AbortError: 20,
  URLMismatchError: 21, QuotaExceededError: 22, TimeoutError: 23, InvalidNodeTypeError: 24, DataCloneError: 25,
};

const constants = {
  INDEX_SIZE_ERR: 1, DOMSTRING_SIZE_ERR: 2, HIERARCHY_REQUEST_ERR: 3, WRONG_DOCUMENT_ERR: 4, INVALID_CHARACTER_ERR: 5,
  NO_DATA_ALLOWED_ERR: 6, NO_MODIFICATION_ALLOWED_ERR: 7, NOT_FOUND_ERR: 8, NOT_SUPPORTED_ERR: 9, INUSE_ATTRIBUTE_ERR: 10,
  INVALID_STATE_ERR: 11, SYNTAX_ERR: 12, INVALID_MODIFICATION_ERR: 13, NAMESPACE_ERR: 14, INVALID_ACCESS_ERR: 15, VALIDATION_ERR: 16,
  TYPE_MISMATCH_ERR: 17, SECURITY_ERR: 18, NETWORK_ERR: 19, ABORT_ERR: 20, URL_MISMATCH_ERR: 21, QUOTA_EXCEEDED_ERR: 22,
  TIMEOUT_ERR: 23, INVALID_NODE_TYPE_ERR: 24, DATA_CLONE_ERR: 25,
};

/** `options`: the name, or { name = 'Error', cause }. */
function DOMException(message = '', options = 'Error') {
  if (new.target === undefined) throw new TypeError("Class constructor DOMException cannot be invoked without 'new'");
  const self = Reflect.construct(Error, [`${message}`], new.target);
  delete self.message;
  let name = options;
  if (options !== null && typeof options === 'object') {
    name = options.name === undefined ? 'Error' : options.name;
    if ('cause' in options) Object.defineProperty(self, 'cause', { value: options.cause, configurable: true, writable: true, enumerable: false });
  }
  hidden.set(self, { message: `${message}`, name: `${name}` });
  Error.captureStackTrace(self, new.target);
  return self;
}

const hidden = new WeakMap();

function fieldOf(self, field) {
  const fields = hidden.get(self);
  if (fields === undefined) throw require('internal/errors').codes.ERR_INVALID_THIS('DOMException');
  return fields[field];
}

Object.setPrototypeOf(DOMException.prototype, Error.prototype);
Object.defineProperties(DOMException.prototype, {
  name: { get() { return fieldOf(this, 'name'); }, enumerable: true, configurable: true },
  message: { get() { return fieldOf(this, 'message'); }, enumerable: true, configurable: true },
  code: { get() { return codeOf[fieldOf(this, 'name')] ?? 0; }, enumerable: true, configurable: true },
  [Symbol.toStringTag]: { value: 'DOMException', configurable: true },
});
Object.defineProperty(DOMException, 'prototype', { writable: false });
for (const [name, value] of Object.entries(constants)) {
  Object.defineProperty(DOMException, name, { value, enumerable: true });
  Object.defineProperty(DOMException.prototype, name, { value, enumerable: true });
}

module.exports = { DOMException };
