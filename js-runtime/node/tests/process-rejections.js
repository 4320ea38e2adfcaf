'use strict';

// NODE-100: what is told of rejections that are handled late or not at all, and the options that concern it.

const assert = require('assert');
const { spawnSync } = require('child_process');

/** What a program writes to stderr, without the process ids. */
function told(code, ...options) {
  const { status, stderr } = spawnSync(process.execPath, [...options, '-e', code], { encoding: 'utf8' });
  return [status, stderr.replace(/^\(node:\d+\) /gm, '').split('\n')];
}

async function main() {
  // ---- Handled late -----------------------------------------------------------------------------------------------------
  const events = [];
  const reasons = new Map();
  process.on('unhandledRejection', (reason, promise) => {
    reasons.set(promise, reason);
    events.push(`unhandled ${reason}`);
  });
  process.on('rejectionHandled', (promise) => events.push(`handled ${reasons.get(promise)}`));
  const turn = () => new Promise((resolve) => { setTimeout(resolve, 1); });
  const late = Promise.reject('late');
  Promise.reject('in time').catch(() => {});
  await turn();
  late.catch(() => {});
  await turn();
  assert.deepStrictEqual(events, ['unhandled late', 'handled late']);
  process.removeAllListeners('rejectionHandled');
  const warned = new Promise((resolve) => { process.once('warning', resolve); });
  const again = Promise.reject('again');
  await turn();
  again.catch(() => {});
  const warning = await warned;
  assert.strictEqual(warning.name, 'PromiseRejectionHandledWarning');
  assert.match(warning.message, /^Promise rejection was handled asynchronously \(rejection id: \d+\)$/);

  // ---- Warnings of them --------------------------------------------------------------------------------------------------
  const [status, lines] = told('for (const r of ["s", Symbol("x"), { a: 1 }, { stack: "STACK" }, [1]]) Promise.reject(r)', '--unhandled-rejections=warn');
  assert.strictEqual(status, 0);
  assert.deepStrictEqual(lines.filter((line) => /^UnhandledPromiseRejectionWarning: (?!Unhandled)/.test(line)).map((line) => line.slice(34)),
    ['s', 'Symbol(x)', '#<Object>', 'STACK', '[object Array]']);
  const [code, said] = told('1', '--unhandled-rejections=never');
  assert.strictEqual(code, 9);
  assert.ok(said[0].endsWith(': invalid value for --unhandled-rejections'), said[0]);

  // ---- The last resort ---------------------------------------------------------------------------------------------------
  assert.strictEqual(told('process._fatalException = undefined; throw new Error("x")')[0], 6);
  process.once('uncaughtException', (error) => events.push(error.message));
  assert.strictEqual(process._fatalException(new Error('told')), true);
  assert.strictEqual(events.at(-1), 'told');

  // ---- Names and the environment -------------------------------------------------------------------------------------------
  assert.strictEqual(spawnSync(process.execPath, ['--title=own', '-p', 'process.title'], { encoding: 'utf8' }).stdout, 'own\n');
  assert.deepStrictEqual(structuredClone(process.env).PATH, process.env.PATH);
  process.env[''] = 'nothing';
  assert.strictEqual(process.env[''], undefined);
  const flags = process.allowedNodeEnvironmentFlags;
  Set.prototype.add.call(flags, '--own');
  assert.deepStrictEqual([flags.has('--own'), [...flags].includes('--own'), flags.has('perf_basic-prof'), flags.has('-r')], [false, false, true, true]);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
