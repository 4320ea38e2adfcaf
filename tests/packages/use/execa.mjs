import { $, execa, ExecaError, execaSync, parseCommandString } from 'execa';

const { stdout, exitCode } = await execa('echo', [ 'a b', 'c' ]);
show(stdout, exitCode, execaSync('sh', [ '-c', 'echo out; echo err >&2' ]).stderr, parseCommandString('a "b c" d\\ e'));
show((await $`echo ${'x y'} z`).stdout, (await execa('cat', { input: 'by stdin' })).stdout, (await execa({ lines: true })`printf ${'1\n2'}`).stdout);
await execa('sh', [ '-c', 'echo partly; exit 3' ]).catch(error => show(error instanceof ExecaError, error.exitCode, error.stdout, error.shortMessage, error.failed));
await execa('no-such-command-here').catch(error => show(error.code, error.exitCode));
await execa('sleep', [ '5' ], { timeout: 30 }).catch(error => show(error.timedOut, error.signal));
const lines = [];
for await (const line of execa('printf', [ 'one\ntwo\n' ])) lines.push(line);
show(lines, (await execa('sh', [ '-c', 'echo $OWN' ], { env: { OWN: 'set' } })).stdout, (await execa('echo', [ 'piped' ]).pipe('cat')).stdout);
