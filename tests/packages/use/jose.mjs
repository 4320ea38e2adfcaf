import * as jose from 'jose';
const k = new TextEncoder().encode('0123456789abcdef0123456789abcdef');
const tok = await new jose.SignJWT({ a: 'é' }).setProtectedHeader({ alg: 'HS256' }).setIssuedAt(1).setIssuer('i').sign(k);
show(tok, (await jose.jwtVerify(tok, k, { issuer: 'i' })).payload);
await jose.jwtVerify(tok, k, { issuer: 'z' }).catch(e => show(e.code, e.message));
for (const alg of [ 'ES256', 'RS256', 'EdDSA', 'PS256' ]) {
  const { privateKey, publicKey } = await jose.generateKeyPair(alg, { extractable: true });
  const j = await new jose.SignJWT({ x: 1 }).setProtectedHeader({ alg }).sign(privateKey);
  const jwk = await jose.exportJWK(publicKey);
  show(
    alg, (await jose.jwtVerify(j, await jose.importJWK(jwk, alg))).payload, Object.keys(jwk).sort(),
    (await jose.exportPKCS8(privateKey)).slice(0, 27)
  );
}
const enc = await new jose.EncryptJWT({ s: 1 }).setProtectedHeader({ alg: 'dir', enc: 'A256GCM' }).encrypt(k);
show((await jose.jwtDecrypt(enc, k)).payload, jose.decodeProtectedHeader(enc));
const { publicKey: rp, privateKey: rk } = await jose.generateKeyPair('RSA-OAEP-256');
show(new TextDecoder().decode((await jose.compactDecrypt(await new jose.CompactEncrypt(new TextEncoder().encode('sec')).setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A128CBC-HS256' }).encrypt(rp), rk)).plaintext));
const { publicKey: ep, privateKey: ek } = await jose.generateKeyPair('ECDH-ES+A128KW');
show(
  (await jose.compactDecrypt(await new jose.CompactEncrypt(k).setProtectedHeader({ alg: 'ECDH-ES+A128KW', enc: 'A128GCM' }).encrypt(ep), ek)).plaintext.length,
  await jose.calculateJwkThumbprint({ kty: 'oct', k: 'YQ' })
);
