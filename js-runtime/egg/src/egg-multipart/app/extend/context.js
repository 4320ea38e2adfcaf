'use strict';

/** Forms with files: part by part, one file as a stream, or all of them saved. */
const assert = require('assert');
const fs = require('fs');
const path = require('path');
const { Readable } = require('stream');
const parseBytes = require('internal/egg/bytes');
const { logDate } = require('internal/egg/date');

const CONSUMED = Symbol('Context#multipartHasConsumed');

class LimitError extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
    this.status = 413;
  }
}

module.exports = {
  /** The form's parts: `await parts()` for the next one, or `for await (const part of parts)`. */
  multipart(options) {
    if (!this.is('multipart')) this.throw(400, 'Content-Type must be multipart/*');
    assert(!this[CONSUMED], 'the multipart request can\'t be consumed twice');
    this[CONSUMED] = true;
    const readParts = require('egg-multipart/lib/parts');
    const parts = readParts(this.req, parseOptions(this.app.config.multipart, options));
    parts[Symbol.asyncIterator] = () => iterate(this, parts);
    return parts;
  },

  /** Saves every file to the temporary directory: fields in `request.body`, files in `request.files`. */
  async saveRequestFiles(options = {}) {
    const { allowArrayField, tmpdir } = this.app.config.multipart;
    const body = {};
    const files = [];
    options.autoFields = false;
    try {
      for await (const part of this.multipart(options)) {
        if (Array.isArray(part)) addField(body, part, allowArrayField);
        else files.push(await save(part, tmpdir));
      }
    } catch (error) {
      await this.cleanupRequestFiles(files);
      throw error;
    }
    this.request.body = body;
    this.request.files = files;
  },

  /** The first file, with the fields before it in `fields`. `requireFile: false` gives an empty stream without one. */
  async getFileStream(options = {}) {
    options.autoFields = true;
    const parts = this.multipart(options);
    const stream = await parts();
    if (options.requireFile !== false && !stream?.filename) this.throw(400, 'Can\'t found upload file');
    if (stream?.truncated) {
      throw new LimitError('Request_fileSize_limit', 'Request file too large, please check multipart config');
    }
    const file = stream || Readable.from([]);
    file.fields = parts.field;
    file.once('limit', () => reportLimit(this, file));
    return file;
  },

  /** Removes saved files; default: those of the request. */
  async cleanupRequestFiles(files) {
    const list = files?.length ? files : this.request.files;
    if (!Array.isArray(list)) return;
    for (const file of list) {
      try {
        fs.rmSync(file.filepath, { force: true, recursive: true });
      } catch (error) {
        this.coreLogger.warn('[egg-multipart-cleanupRequestFiles-error] file: %j, error: %s', file, error);
      }
    }
  },
};

async function* iterate(ctx, parts) {
  for (let part = await parts(); part; part = await parts()) {
    if (Array.isArray(part)) {
      if (part[3]) throw new LimitError('Request_fieldSize_limit', 'Reach fieldSize limit');
      yield part;
    } else if (!part.filename) {
      ctx.coreLogger.debug('[egg-multipart] file field `%s` is upload without file stream, will drop it.', part.fieldname);
      part.resume();
    } else {
      if (part.truncated) throw new LimitError('Request_fileSize_limit', 'Reach fileSize limit');
      part.once('limit', () => {
        part.emit('error', new LimitError('Request_fileSize_limit', 'Reach fileSize limit'));
        part.resume();
      });
      yield part;
    }
  }
}

/** The configuration with what the call changes; both the parser's names and the configuration's are taken. */
function parseOptions(config, options = {}) {
  const { autoFields, defaultCharset, defaultParamCharset, checkFile, ...limits } = config;
  const given = {};
  if (typeof options.autoFields === 'boolean') given.autoFields = options.autoFields;
  if (options.checkFile) given.checkFile = options.checkFile;
  const charset = options.defaultCharset || options.defCharset;
  const parameterCharset = options.defaultParamCharset || options.defParamCharset;
  return {
    autoFields,
    checkFile,
    defCharset: charset || defaultCharset,
    defParamCharset: parameterCharset || defaultParamCharset,
    ...given,
    limits: { ...pickLimits(limits), ...inBytes(options.limits) },
  };
}

function pickLimits({ fieldNameSize, fieldSize, fields, fileSize, files }) {
  return { fieldNameSize, fieldSize, fields, fileSize, files };
}

function inBytes(limits = {}) {
  return Object.fromEntries(Object.entries(limits)
    .map(([ key, limit ]) => [ key, key.endsWith('Size') && limit ? parseBytes(limit) : limit ]));
}

function addField(body, [ name, value ], allowArrayField) {
  if (!allowArrayField || !body[name]) body[name] = value;
  else if (Array.isArray(body[name])) body[name].push(value);
  else body[name] = [ body[name], value ];
}

/** Writes a file below `<tmpdir>/YYYY/MM/DD/HH`, by which the clean-up finds old ones. */
async function save(part, tmpdir) {
  const directory = path.join(tmpdir, ...logDate().slice(0, 13).split(/[- ]/));
  fs.mkdirSync(directory, { recursive: true });
  const { filename, fieldname, encoding, mime } = part;
  const filepath = path.join(directory, require('crypto').randomUUID() + path.extname(filename));
  try {
    await require('stream/promises').pipeline(part, fs.createWriteStream(filepath));
  } catch (error) {
    // egg leaves what arrived of a file that was cut off; nobody knows its path any more.
    fs.rmSync(filepath, { force: true });
    throw error;
  }
  return {
    filepath, field: fieldname, filename, encoding, mime, fieldname, transferEncoding: encoding, mimeType: mime,
  };
}

function reportLimit(ctx, file) {
  const error = Object.assign(new Error('Request file too large, please check multipart config'), {
    name: 'MultipartFileTooLargeError', status: 413, fields: file.fields, filename: file.filename,
  });
  if (file.listenerCount('error') > 0) {
    file.emit('error', error);
    ctx.coreLogger.warn(error);
  } else {
    ctx.coreLogger.error(error);
    file.on('error', () => {});
  }
  file.resume();
}
