const { v1, v3, v4, v5, validate, version, parse, stringify } = require('uuid');
show(v3('hello.example.com', v3.DNS), v5('hello.example.com', v5.DNS), [ v1(), v4() ].map(id => [ validate(id), version(id) ]), stringify(parse('6ec0bd7f-11c0-43da-975e-2a8ad9ebae0b')), validate('x'));
