const jwt = require('jsonwebtoken');
const { generateKeyPairSync } = require('crypto');
const fixed = jwt.sign({ sub: 'a', iat: 1e9 }, 'secret');
show(fixed, jwt.verify(fixed, 'secret'), jwt.decode(fixed, { complete: true }).header);
for (const [ algorithm, kind, options ] of [ [ 'RS256', 'rsa', { modulusLength: 2048 } ], [ 'ES256', 'ec', { namedCurve: 'P-256' } ], [ 'PS256', 'rsa', { modulusLength: 2048 } ] ]) {
  const { privateKey, publicKey } = generateKeyPairSync(kind, options);
  const pem = publicKey.export({ type: 'spki', format: 'pem' });
  const token = jwt.sign({ role: 'x' }, privateKey.export({ type: 'pkcs8', format: 'pem' }), { algorithm, expiresIn: '1h', audience: 'me', issuer: 'us' });
  const { iat, exp, ...rest } = jwt.verify(token, pem, { audience: 'me' });
  show(algorithm, rest, exp - iat);
  try { jwt.verify(token, pem, { audience: 'you' }); } catch (error) { show(error.name, error.message); }
  try { jwt.verify(token.slice(0, -4) + 'AAAA', pem); } catch (error) { show(error.name, error.message); }
}
try { jwt.verify(jwt.sign({ exp: 1 }, 's'), 's'); } catch (error) { show(error.name, error.expiredAt); }
