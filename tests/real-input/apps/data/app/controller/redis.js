'use strict';

exports.commands = async ctx => { // PLUG-035, PLUG-037, PLUG-040
  const { redis } = ctx.app;
  const answers = [
    await redis.set('greeting', 'hello é'), await redis.get('greeting'), await redis.get('missing'),
    await redis.incrby('count', 5), await redis.hset('hash', 'a', 1), await redis.hset('hash', { b: 2, c: 'three' }), await redis.hgetall('hash'),
    await redis.rpush('list', 1, 'two', 3), await redis.lrange('list', 0, -1), await redis.zadd('set', 1, 'one', 2, 'two'), await redis.zrange('set', 0, -1, 'WITHSCORES'),
    (await redis.getBuffer('greeting')).toString('hex'), await redis.expire('greeting', 100), await redis.ttl('greeting') > 90,
  ];
  const piped = await redis.pipeline().set('a', 1).get('a').lpush('a', 'no').exec();
  const changed = await redis.multi().incr('count').incr('count').exec();
  redis.defineCommand('twice', { numberOfKeys: 1, lua: 'return redis.call("get", KEYS[1]) * 2 + ARGV[1]' });
  const failed = await redis.lpush('greeting', 1).catch(error => `${error.name}: ${error.message}`);
  ctx.body = { answers, piped: piped.map(([ error, value ]) => error?.message ?? value), changed, script: await redis.twice('count', 1), failed, kind: redis.constructor.name };
};

exports.messages = async ctx => {
  const { redis } = ctx.app;
  const listener = redis.duplicate();
  const heard = [];
  await listener.subscribe('news');
  const told = new Promise(resolve => listener.on('message', (channel, text) => {
    heard.push([ channel, text ]);
    if (heard.length === 2) resolve();
  }));
  const receivers = [ await redis.publish('news', 'one'), await redis.publish('news', 'two') ];
  await told;
  await listener.quit();
  ctx.body = { receivers, heard };
};
