import { MAX, NIL, parse, stringify, v1, v3, v4, v5, v6, v7, validate, version } from 'uuid-14';

show(v3('a.b', v3.DNS), v5('hello', v5.URL), NIL, MAX, [ v1(), v4(), v6(), v7() ].map(id => [ validate(id), version(id) ]));
show(stringify(parse('6ec0bd7f-11c0-43da-975e-2a8ad9ebae0b')), validate('no'), v4({ random: new Uint8Array(16).fill(7) }), v7() < v7());
