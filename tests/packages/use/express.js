const express = require('express');
const app = express();
app.set('etag', 'weak');
app.use(express.json(), express.urlencoded({ extended: true }));
app.use('/static', express.static(__dirname, { maxAge: 1000 }));
app.param('id', (req, res, next, id) => { req.found = `user ${id}`; next(); });
const router = express.Router();
router.get('/:id(\\d+)', (req, res) => res.json({ found: req.found, query: req.query }));
router.post('/', (req, res) => res.status(201).location('/users/1').send(req.body));
app.use('/users', router);
app.get('/text', (req, res) => res.type('txt').cookie('a', 'b c', { httpOnly: true, path: '/' }).send('plain é'));
app.get('/fails', async (req, res, next) => next(Object.assign(new Error('broken'), { status: 418 })));
app.get('/redirect', (req, res) => res.redirect('/text'));
app.use((error, req, res, next) => res.status(error.status || 500).json({ error: error.message, type: error.type }));
requests(app, [
  [ 'GET', '/users/12?a[b]=c' ], [ 'POST', '/users', '{"x":[1]}', { 'content-type': 'application/json' } ], [ 'POST', '/users', 'a=1&b[]=2', { 'content-type': 'application/x-www-form-urlencoded' } ],
  [ 'POST', '/users', '{bad', { 'content-type': 'application/json' } ], [ 'GET', '/text' ], [ 'HEAD', '/text' ], [ 'GET', '/redirect' ], [ 'GET', '/fails' ], [ 'GET', '/users/abc' ],
  [ 'GET', '/static/co.js', undefined, { range: 'bytes=0-9' } ], [ 'GET', '/static/absent' ], [ 'OPTIONS', '/text' ],
], [ 'content-type', 'location', 'set-cookie', 'etag', 'content-length', 'content-range', 'allow', 'x-powered-by' ]);
