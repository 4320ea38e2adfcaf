'use strict';

// A multipart/form-data body: fields and files, as bytes where everything is there already, else as a stream.

const path = require('path');
const { PassThrough } = require('stream');
const { mimeType } = require('internal/koa/negotiate');

/** `--------------------------` and 24 hexadecimal digits. */
function newBoundary() {
  return `--------------------------${require('crypto').randomBytes(12).toString('hex')}`;
}

/**
 * `parts`: `{ name, content, filename, type }`; content is bytes, a stream, or what String() makes text of; filename and type may be absent.
 * Gives `{ body }` (a Buffer) or `{ stream }`.
 */
function encode(parts, boundary) {
  if (parts.every(({ content }) => !isStream(content))) {
    const chunks = parts.flatMap((part) => [Buffer.from(head(part, boundary)), bytesOf(part.content), Buffer.from('\r\n')]);
    return { body: Buffer.concat([...chunks, Buffer.from(`--${boundary}--\r\n`)]) };
  }
  const stream = new PassThrough();
  send(stream, parts, boundary).then(() => stream.end(), (error) => stream.destroy(error));
  return { stream };
}

async function send(stream, parts, boundary) {
  for (const part of parts) {
    stream.write(head(part, boundary));
    if (isStream(part.content)) {
      for await (const chunk of part.content) {
        if (!stream.write(chunk)) await new Promise((resolve) => { stream.once('drain', resolve); });
      }
    } else {
      stream.write(bytesOf(part.content));
    }
    stream.write('\r\n');
  }
  stream.write(`--${boundary}--\r\n`);
}

function isStream(content) {
  return content !== null && typeof content === 'object' && typeof content.pipe === 'function';
}

function bytesOf(content) {
  return Buffer.isBuffer(content) ? content : Buffer.from(String(content));
}

function head({ name, filename, type }, boundary) {
  return `--${boundary}\r\nContent-Disposition: form-data; name="${escape(name)}"` +
    `${filename === undefined ? '' : fileNameField(filename)}\r\n${type ? `Content-Type: ${type}\r\n` : ''}\r\n`;
}

function fileNameField(filename) {
  return `; filename="${escape(filename)}"`;
}

/** A quote or a line break would end the field; browsers write them so. */
function escape(text) {
  return String(text).replace(/"/g, '%22').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

/**
 * The parts of `files`: a path, bytes or a stream, a list of these (fields `file`, `file1` ...), or an object of them by field.
 * `nameOf(file, index, field)`: a file's name where it is no path.
 */
function fileParts(files, nameOf) {
  return fieldsOf(files).map(([name, file], index) => {
    const isPath = typeof file === 'string';
    const filename = isPath ? path.basename(file) : nameOf(file, index, name);
    return { name, filename, type: mimeType(filename), content: isPath ? require('fs').createReadStream(file) : file };
  });
}

/** The files by their fields: `[field, file]`. */
function fieldsOf(files) {
  if (Array.isArray(files)) return files.map((file, index) => [`file${index === 0 ? '' : index}`, file]);
  if (Buffer.isBuffer(files) || typeof files.pipe === 'function' || typeof files === 'string') return [['file', files]];
  return Object.entries(files);
}

module.exports = { encode, fieldsOf, fileParts, newBoundary };
