'use strict';

/** Messages of DNS (RFC 1035): questions as bytes, and answers as what `dns.resolve*` gives. */

const CLASS_IN = 1;
const HEADER = 12;
const RECURSION_DESIRED = 0x0100;
const TRUNCATED = 0x0200;
/** More jumps than any name needs: a message that jumps in circles. */
const MOST_JUMPS = 128;

const TYPES = { A: 1, NS: 2, CNAME: 5, SOA: 6, PTR: 12, MX: 15, TXT: 16, AAAA: 28, SRV: 33, NAPTR: 35, ANY: 255, CAA: 257 };
const NAMES = new Map(Object.entries(TYPES).map(([name, number]) => [number, name]));

/** What c-ares calls the codes of an answer. */
const FAILURES = { 1: 'EFORMERR', 2: 'ESERVFAIL', 3: 'ENOTFOUND', 4: 'ENOTIMP', 5: 'EREFUSED' };

/** The bytes of a question, or null for a name that DNS cannot have. */
function question(id, name, type) {
  const labels = name === '' || name === '.' ? [] : name.replace(/\.$/, '').split('.');
  const parts = [];
  for (const label of labels) {
    const bytes = Buffer.from(label, 'latin1');
    if (bytes.length === 0 || bytes.length > 63) return null;
    parts.push(Buffer.from([bytes.length]), bytes);
  }
  const message = Buffer.concat([Buffer.alloc(HEADER), ...parts, Buffer.alloc(5)]);
  if (message.length - HEADER - 4 > 255) return null;
  message.writeUInt16BE(id, 0);
  message.writeUInt16BE(RECURSION_DESIRED, 2);
  message.writeUInt16BE(1, 4);
  message.writeUInt16BE(TYPES[type], message.length - 4);
  message.writeUInt16BE(CLASS_IN, message.length - 2);
  return message;
}

/** Reads a message from front to end; a read past the end throws a RangeError, as Buffer does. */
class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  u8() { return this.bytes.readUInt8(this.at++); }

  u16() {
    this.at += 2;
    return this.bytes.readUInt16BE(this.at - 2);
  }

  u32() {
    this.at += 4;
    return this.bytes.readUInt32BE(this.at - 4);
  }

  take(length) {
    if (this.at + length > this.bytes.length) throw new RangeError('a DNS message ends early');
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  /** A string with its length before it. */
  text() {
    return this.take(this.u8()).toString('latin1');
  }

  name() {
    const labels = [];
    let back = -1;
    for (let jumps = 0; ;) {
      const length = this.u8();
      if (length === 0) break;
      if (length < 0xc0) {
        labels.push(this.take(length).toString('latin1'));
        continue;
      }
      const target = ((length & 0x3f) << 8) | this.u8();
      if (back < 0) back = this.at;
      if (++jumps > MOST_JUMPS) throw new RangeError('a DNS name has no end');
      this.at = target;
    }
    if (back >= 0) this.at = back;
    return labels.join('.');
  }
}

function ipv6Of(bytes) {
  const groups = [];
  for (let i = 0; i < 16; i += 2) groups.push(bytes.readUInt16BE(i).toString(16));
  // The URL parser knows how an address is shortened; those of IPv4 in IPv6 are shown as IPv4.
  const shortened = new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
  const mapped = /^::ffff:([\da-f]+):([\da-f]+)$/.exec(shortened);
  return mapped ? `::ffff:${[...bytes.subarray(12)].join('.')}` : shortened;
}

/** How the data of each type is read: properties of what `resolveAny` gives. */
const READ = {
  A: (reader) => ({ address: [...reader.take(4)].join('.') }),
  AAAA: (reader) => ({ address: ipv6Of(reader.take(16)) }),
  NS: (reader) => ({ value: reader.name() }),
  CNAME: (reader) => ({ value: reader.name() }),
  PTR: (reader) => ({ value: reader.name() }),
  MX: (reader) => ({ priority: reader.u16(), exchange: reader.name() }),
  TXT: (reader, end) => {
    const entries = [];
    while (reader.at < end) entries.push(reader.text());
    return { entries };
  },
  SRV: (reader) => {
    const [priority, weight, port] = [reader.u16(), reader.u16(), reader.u16()];
    return { name: reader.name(), port, priority, weight };
  },
  SOA: (reader) => ({
    nsname: reader.name(), hostmaster: reader.name(), serial: reader.u32(), refresh: reader.u32(), retry: reader.u32(), expire: reader.u32(),
    minttl: reader.u32(),
  }),
  NAPTR: (reader) => {
    const [order, preference] = [reader.u16(), reader.u16()];
    return { flags: reader.text(), service: reader.text(), regexp: reader.text(), replacement: reader.name(), order, preference };
  },
  CAA: (reader, end) => {
    const critical = reader.u8();
    const tag = reader.text();
    return { critical, [tag]: reader.take(end - reader.at).toString('latin1') };
  },
};

/**
 * `{ id, truncated, failure, records: [{ type, ttl, data }] }`; `failure`: c-ares' code or undefined. Throws a RangeError for what is no
 * whole message.
 */
function answer(bytes) {
  const reader = new Reader(bytes);
  const id = reader.u16();
  const flags = reader.u16();
  const questions = reader.u16();
  const count = reader.u16();
  reader.at = HEADER;
  for (let i = 0; i < questions; i++) {
    reader.name();
    reader.at += 4;
  }
  const records = [];
  for (let i = 0; i < count; i++) {
    reader.name();
    const type = NAMES.get(reader.u16());
    reader.at += 2;
    const ttl = reader.u32();
    const length = reader.u16();
    const end = reader.at + length;
    if (end > bytes.length) throw new RangeError('a DNS message ends early');
    if (READ[type] !== undefined) records.push({ type, ttl, data: READ[type](reader, end) });
    reader.at = end;
  }
  const code = flags & 0xf;
  return { id, truncated: (flags & TRUNCATED) !== 0, failure: code === 0 ? undefined : FAILURES[code] || 'EBADRESP', records };
}

module.exports = { TYPES, answer, question };
