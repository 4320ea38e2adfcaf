'use strict';

const { promisify } = require('util');

exports.who = ctx => {
  ctx.body = { user: ctx.state.user, local: ctx.locals.user?.name }; // PLUG-032
};

exports.api = async ctx => { // PLUG-029
  const { jwt } = ctx.app;
  const payload = { name: 'ada', iat: 1700000000 };
  const token = jwt.sign(payload);
  const tried = run => {
    try {
      return run();
    } catch (error) {
      return `${error.name}: ${error.message}`;
    }
  };
  const { UnauthorizedError } = jwt;
  const error = new UnauthorizedError('some_code', { message: 'text' });
  ctx.body = {
    token,
    other: jwt.sign(payload, 'another', { algorithm: 'HS512', expiresIn: 60 }),
    verified: jwt.verify(token, { ignoreExpiration: true }),
    called: await promisify((given, done) => jwt.verify(given, ctx.app.config.jwt.secret, {}, done))(token),
    decoded: jwt.decode(token, { complete: true }),
    refused: [
      tried(() => jwt.verify(token, 'wrong')), tried(() => jwt.verify('a.b.c')), tried(() => jwt.verify(`${token}x`)),
      tried(() => jwt.verify(jwt.sign({ iat: 1, exp: 2 }))), tried(() => jwt.verify(token, { audience: 'x' })),
    ],
    error: [ error.name, error.message, error.code, error.status, error instanceof Error ],
  };
};
