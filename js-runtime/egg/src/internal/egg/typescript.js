'use strict';

/**
 * `coddle dev` of an application in TypeScript: scripts are compiled when they are required, without a check of their types, by the
 * application's own package `typescript`, or by a module that hooks `require` itself (`tscompiler`, as sucrase/register).
 *
 * What was compiled is kept in node_modules/.cache/coddle, so that the compiler, which takes a second to load, is only there when a
 * script has changed.
 */
const { createHash } = require('crypto');
const fs = require('fs');
const path = require('path');
const Module = require('module');
const tsconfig = require('internal/egg/tsconfig');

/** @param {{ baseDir: string, tscompiler?: string }} options of the application */
exports.register = function register({ baseDir, tscompiler }) {
  // egg's loader looks for .ts files then.
  process.env.EGG_TYPESCRIPT = 'true';
  const requireOfApplication = Module.createRequire(path.join(baseDir, 'package.json'));
  if (tscompiler) {
    requireOfApplication(tscompiler);
    return;
  }
  const compiler = new Compiler(requireOfApplication, baseDir);
  Module._extensions['.ts'] = (module, file) => module._compile(compiler.compile(file), file);
};

class Compiler {
  #require;
  #baseDir;
  #options;
  #folder;
  /** What the outcome depends on besides a script's text. */
  #salt;
  #typescript;

  constructor(requireOfApplication, baseDir) {
    this.#require = requireOfApplication;
    this.#baseDir = baseDir;
    this.#options = optionsOf(path.join(baseDir, 'tsconfig.json'));
    this.#folder = path.join(baseDir, 'node_modules/.cache/coddle');
    this.#salt = JSON.stringify([ requireOfApplication('typescript/package.json').version, this.#options ]);
  }

  /** The JavaScript of a script. A script that is wrong throws a SyntaxError with file, line and column. */
  compile(file) {
    const source = fs.readFileSync(file, 'utf8');
    const name = createHash('sha256').update(this.#salt).update('\0').update(source).digest('hex');
    const kept = path.join(this.#folder, `${name}.js`);
    try {
      return fs.readFileSync(kept, 'utf8');
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
    }
    const script = this.#transpile(file, source);
    this.#keep(kept, script);
    return script;
  }

  #transpile(fileName, source) {
    const typescript = this.#typescript ??= this.#require('typescript');
    const { options } = typescript.convertCompilerOptionsFromJson(this.#options, this.#baseDir);
    const { outputText, diagnostics } = typescript.transpileModule(source, { compilerOptions: options, fileName, reportDiagnostics: true });
    // Those without a file are about options that have no meaning for one script alone.
    const wrong = diagnostics.find(({ file }) => file);
    if (!wrong) return outputText;
    const { line, character } = wrong.file.getLineAndCharacterOfPosition(wrong.start);
    const message = typescript.flattenDiagnosticMessageText(wrong.messageText, '\n');
    throw new SyntaxError(`${fileName}:${line + 1}:${character + 1}: ${message} (TS${wrong.code})`);
  }

  /** Another worker may do the same at the same time: the file is there as a whole, or not. */
  #keep(file, script) {
    fs.mkdirSync(this.#folder, { recursive: true });
    const temporary = `${file}.${process.pid}`;
    fs.writeFileSync(temporary, script);
    fs.renameSync(temporary, file);
  }
}

/** Of tsconfig.json, as far as they are about one script; what `require` loads are CommonJS modules. */
function optionsOf(file) {
  const configs = fs.existsSync(file) ? tsconfig.read(file) : [];
  const options = Object.assign({}, ...configs.map(({ compilerOptions }) => compilerOptions));
  for (const name of [ 'moduleResolution', 'outDir', 'rootDir', 'declaration', 'composite', 'incremental', 'sourceMap', 'inlineSourceMap' ]) {
    delete options[name];
  }
  return { target: 'ES2022', ...options, module: 'CommonJS', isolatedModules: true };
}
