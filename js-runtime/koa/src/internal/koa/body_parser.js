'use strict';

/**
 * Middleware that reads and parses bodies into `ctx.request.body` (npm packages `koa-bodyparser` 4 and `co-body` 6).
 *
 * Native: `parseForm(text, options)`, of `crate::qs`; `layer(parts, middleware)`, which lets requests without a body pass and reads
 * plain JSON before the middleware would.
 */
const negotiate = require('internal/koa/negotiate');
const parseJson = require('internal/koa/parse_json');
const rawBody = require('internal/koa/raw_body');

const TYPES = {
  json: [
    'application/json', 'application/json-patch+json', 'application/vnd.api+json', 'application/csp-report',
    'application/scim+json',
  ],
  form: [ 'application/x-www-form-urlencoded' ],
  text: [ 'text/plain' ],
  xml: [ 'text/xml', 'application/xml' ],
};

/** What of qs's options cannot be changed. */
const FIXED = {
  allowEmptyArrays: false, allowSparse: false, charset: 'utf-8', charsetSentinel: false, comma: false, decodeDotInKeys: false,
  decoder: undefined, interpretNumericEntities: false, parseArrays: true, plainObjects: false, strictMerge: true,
  strictNullHandling: false,
};

const LIMITS = { json: '1mb', form: '56kb', text: '1mb', xml: '1mb' };

/**
 * Options: `enableTypes` (json and form), `extendTypes`, `encoding`, `jsonLimit` and so on, `strict`, `queryString` (qs's
 * options), `onProtoPoisoning`, `detectJSON(ctx)`, `onerror(error, ctx)`.
 */
module.exports = function bodyParserOf(options = {}) {
  const { detectJSON, onerror, enableTypes = [ 'json', 'form' ], extendTypes = {} } = options;
  const isEnabled = kind => enableTypes.includes(kind);
  const types = Object.fromEntries(Object.entries(TYPES).map(([ kind, names ]) => [
    kind, [ ...names, ...[ extendTypes[kind] ?? [] ].flat() ],
  ]));
  checkQueryString(options.queryString ?? {});
  // koa-bodyparser takes them off the configuration too.
  options.detectJSON = undefined;
  options.onerror = undefined;
  options.returnRawBody = true;

  const middleware = async function bodyParser(ctx, next) {
    const { request } = ctx;
    if (request.body === undefined && !ctx.disableBodyParser) {
      try {
        const kind = kindOf(ctx);
        const raw = kind ? await read(ctx, kind) : undefined;
        keep(ctx, kind, raw);
      } catch (error) {
        handle(ctx, error);
      }
    }
    return next();
  };
  // Who looks at requests itself, or reads other encodings, does so in JavaScript.
  if (detectJSON || !/^utf-?8$/i.test(options.encoding || 'utf8')) return middleware;
  return native.layer({
    json: isEnabled('json') ? types.json : undefined,
    limit: bytesOf(options.jsonLimit || LIMITS.json),
    strict: options.strict !== false,
    parse(ctx, raw) {
      try {
        keep(ctx, 'json', raw);
      } catch (error) {
        handle(ctx, error);
      }
    },
    refuse(ctx, problem, details) {
      handle(ctx, rawBody.errors[problem](details));
    },
  }, middleware);

  function keep({ request }, kind, raw) {
    request.body = kind ? parse(kind, raw) : {};
    if (request.rawBody === undefined) request.rawBody = raw;
  }

  function handle(ctx, error) {
    if (!onerror) throw error;
    onerror(error, ctx);
  }

  function kindOf(ctx) {
    const { request } = ctx;
    if (isEnabled('json')) {
      const contentType = request.get('content-type').replace(/;$/, '');
      if (detectJSON?.(ctx) || negotiate.typeIs(contentType, types.json)) return 'json';
    }
    return [ 'form', 'text', 'xml' ].find(kind => isEnabled(kind) && request.is(types[kind]));
  }

  function read({ req }, kind) {
    const { 'content-length': length, 'content-encoding': encoding = 'identity' } = req.headers;
    return rawBody(req, {
      packing: packingOf(encoding),
      encoding: options.encoding || 'utf8',
      length: length && encoding === 'identity' ? ~~length : undefined,
      limit: bytesOf(options[`${kind}Limit`] || LIMITS[kind]),
    });
  }

  function parse(kind, raw) {
    if (kind === 'text' || kind === 'xml') return raw || '';
    try {
      return kind === 'json'
        ? parseJson(raw, { strict: options.strict !== false, onProtoPoisoning: options.onProtoPoisoning })
        : native.parseForm(raw, options.queryString ?? {});
    } catch (error) {
      throw Object.assign(error, { status: 400, body: raw });
    }
  }
};

function checkQueryString(given) {
  const refuse = (name, why) => { throw new Error(`config.bodyParser.queryString.${name} ${why}`); };
  for (const [ name, value ] of Object.entries(FIXED)) {
    if (given[name] !== undefined && given[name] !== value) refuse(name, `is not supported: it is always ${value}`);
  }
  const { delimiter = '&', duplicates = 'combine' } = given;
  if (typeof delimiter !== 'string' || delimiter === '') refuse('delimiter', 'must be a text: expressions are not supported');
  if (![ 'combine', 'first', 'last' ].includes(duplicates)) throw new TypeError('The duplicates option must be either combine, first, or last');
}

function packingOf(encoding) {
  if (encoding === 'identity') return undefined;
  if ([ 'gzip', 'deflate', 'br' ].includes(encoding)) return encoding;
  throw Object.assign(new Error(`Unsupported Content-Encoding: ${encoding}`), { status: 415 });
}

const UNITS = { b: 1, kb: 1024, mb: 1024 ** 2, gb: 1024 ** 3, tb: 1024 ** 4 };

function bytesOf(size) {
  if (typeof size === 'number') return size;
  const [ , number, unit = 'b' ] = /^([-+]?\d+(?:\.\d+)?) *(b|kb|mb|gb|tb)?$/i.exec(size) ?? [];
  if (number === undefined) throw new Error(`config.bodyParser: ${JSON.stringify(size)} is no size: write a number or a text like 1mb`);
  return Math.floor(UNITS[unit.toLowerCase()] * Number(number));
}
