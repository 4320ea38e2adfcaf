const pb = require('protobufjs');
const mp = require('msgpack-lite');
const { encode, decode, ExtensionCodec } = require('@msgpack/msgpack');
const avro = require('avsc');
const thrift = require('thrift');
const root = pb.parse('syntax = "proto3"; package p; message M { string s = 1; repeated int64 n = 2; map<string, Sub> m = 3; oneof o { bool b = 4; bytes y = 5; } Sub sub = 6; } message Sub { double d = 1; E e = 2; } enum E { Z = 0; A = 1; }').root;
const M = root.lookupType('p.M');
const msg = M.create({ s: 'é', n: [ 1, '9007199254740993' ], m: { k: { d: 1.5, e: 1 } }, y: Buffer.from('q'), sub: { e: 1 } });
const b = M.encode(msg).finish();
show(Buffer.isBuffer(b), Buffer.from(b).toString('hex'), M.toObject(M.decode(b), { longs: String, enums: String, bytes: String }), M.verify({ s: 1 }));
try { M.decode(Buffer.from([ 0x0a, 0xff ])); } catch (e) { show(e.name, e.message); }
show(
  mp.encode({ a: [ 1, -1, 1.5, 'é', null, true ], d: new Date(0), b: Buffer.from('x') }),
  mp.decode(mp.encode({ a: 2 ** 40, e: new Error('m').message })),
  Buffer.from(encode({ a: 1n < 2, b: new Uint8Array([ 1 ]), n: -300, t: new Date(5) })).toString('hex'),
  decode(encode([ 1, { x: 'y'.repeat(40) } ]))
);
const T = avro.Type.forSchema({ type: 'record', name: 'R', fields: [ { name: 'k', type: { type: 'enum', name: 'K', symbols: [ 'A', 'B' ] } }, { name: 'v', type: [ 'null', 'string' ] }, { name: 'l', type: { type: 'array', items: 'long' } }, { name: 'd', type: 'double' } ] });
const ab = T.toBuffer({ k: 'B', v: 'é', l: [ 1, 2 ** 40 ], d: 0.1 });
show(ab, T.fromBuffer(ab), T.isValid({ k: 'Z' }), avro.Type.forValue({ a: [ 1, 2.5 ] }).schema(), T.fingerprint().toString('hex'));
show(T.clone({ k: 'A', v: null, l: [], d: 1 }));
const t = new thrift.TBufferedTransport(undefined, x => show(x));
const pr = new thrift.TBinaryProtocol(t);
pr.writeMessageBegin('m', 1, 7);
pr.writeString('é');
pr.writeI64(123456789012);
pr.writeDouble(1.5);
pr.flush();
