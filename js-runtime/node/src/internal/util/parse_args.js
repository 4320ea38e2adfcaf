'use strict';

/** `util.parseArgs`: command-line arguments by a description of the options. */

const { codes } = require('internal/errors');
const {
  validateArray, validateBoolean, validateBooleanArray, validateObject, validateString, validateStringArray, validateUnion,
} = require('internal/validators');

function ownArguments() {
  // `node -e` and `-p` have no script in argv.
  const { argv, execArgv } = process;
  const evaluated = execArgv.some((one) => ['-e', '--eval', '-p', '--print'].includes(one));
  return argv.slice(evaluated ? 1 : 2);
}

function checkOptions(options) {
  for (const [name, option] of Object.entries(options)) {
    validateObject(option, `options.${name}`);
    validateUnion(option.type, `options.${name}.type`, ['string', 'boolean']);
    if (Object.hasOwn(option, 'short')) {
      validateString(option.short, `options.${name}.short`);
      if (option.short.length !== 1) {
        throw codes.ERR_INVALID_ARG_VALUE(`options.${name}.short`, option.short, 'must be a single character');
      }
    }
    if (Object.hasOwn(option, 'multiple')) validateBoolean(option.multiple, `options.${name}.multiple`);
    if (option.default !== undefined) {
      const validate = option.type === 'string' ?
        (option.multiple ? validateStringArray : validateString) :
        (option.multiple ? validateBooleanArray : validateBoolean);
      validate(option.default, `options.${name}.default`);
    }
  }
}

function optionOf(options, name) {
  return Object.hasOwn(options, name) ? options[name] : undefined;
}

function longNameOf(options, short) {
  for (const [name, option] of Object.entries(options)) {
    if (option.short === short) return name;
  }
  return short;
}

/** The arguments as tokens: { kind: 'option' | 'positional' | 'option-terminator', index, ... }. */
function tokenize(args, options) {
  const tokens = [];
  const rest = args.slice();
  let index = -1;
  // Letters of a group like `-abc` are put back as arguments of their own; they keep the group's index.
  let grouped = 0;
  while (rest.length > 0) {
    const arg = rest.shift();
    const next = rest[0];
    if (grouped > 0) grouped--;
    else index++;

    if (arg === '--') {
      tokens.push({ kind: 'option-terminator', index });
      for (const value of rest) tokens.push({ kind: 'positional', index: ++index, value });
      break;
    }
    if (/^-[^-]$/.test(arg)) {
      const name = longNameOf(options, arg[1]);
      let value;
      let inlineValue;
      if (optionOf(options, name)?.type === 'string' && next != null && !(grouped > 0)) {
        value = rest.shift();
        inlineValue = false;
      }
      tokens.push({ kind: 'option', name, rawName: arg, index, value, inlineValue });
      if (value != null) ++index;
    } else if (/^-[^-]./.test(arg)) {
      const first = longNameOf(options, arg[1]);
      if (optionOf(options, first)?.type === 'string') {
        tokens.push({ kind: 'option', name: first, rawName: `-${arg[1]}`, index, value: arg.slice(2), inlineValue: true });
        continue;
      }
      const expanded = [];
      for (let i = 1; i < arg.length; i++) {
        const type = optionOf(options, longNameOf(options, arg[i]))?.type;
        if (type !== 'string' || i === arg.length - 1) {
          expanded.push(`-${arg[i]}`);
        } else {
          // The rest of the group is this letter's value.
          expanded.push(`-${arg.slice(i)}`);
          break;
        }
      }
      rest.unshift(...expanded);
      grouped = expanded.length;
      // The last of the group may take the next argument as its value.
    } else if (/^--[^=]+$/.test(arg) || (arg.startsWith('--') && arg.length > 2 && !arg.includes('=', 3))) {
      const name = arg.slice(2);
      let value;
      let inlineValue;
      if (optionOf(options, name)?.type === 'string' && next != null) {
        value = rest.shift();
        inlineValue = false;
      }
      tokens.push({ kind: 'option', name, rawName: arg, index, value, inlineValue });
      if (value != null) ++index;
    } else if (arg.startsWith('--') && arg.length > 2) {
      const equals = arg.indexOf('=', 3);
      const name = arg.slice(2, equals);
      tokens.push({ kind: 'option', name, rawName: `--${name}`, index, value: arg.slice(equals + 1), inlineValue: true });
    } else {
      tokens.push({ kind: 'positional', index, value: arg });
    }
  }
  return tokens;
}

function checkToken(token, options, strict, allowPositionals) {
  const { name, rawName, value, inlineValue } = token;
  const option = optionOf(options, name);
  if (strict && option === undefined) throw codes.ERR_PARSE_ARGS_UNKNOWN_OPTION(rawName, allowPositionals);
  if (!strict) return;
  const shown = `${option.short ? `-${option.short}, ` : ''}--${name}`;
  if (option.type === 'string' && typeof value !== 'string') {
    throw codes.ERR_PARSE_ARGS_INVALID_OPTION_VALUE(`Option '${shown} <value>' argument missing`);
  }
  if (option.type === 'boolean' && value != null) {
    throw codes.ERR_PARSE_ARGS_INVALID_OPTION_VALUE(`Option '${shown}' does not take an argument`);
  }
  if (option.type === 'string' && !inlineValue && value.length > 1 && value.startsWith('-')) {
    const example = rawName.startsWith('--') ? `'${rawName}=-XYZ'` : `'--${name}=-XYZ' or '${rawName}-XYZ'`;
    throw codes.ERR_PARSE_ARGS_INVALID_OPTION_VALUE(`Option '${rawName}' argument is ambiguous.\n` +
      `Did you forget to specify the option argument for '${rawName}'?\n` +
      `To specify an option argument starting with a dash use ${example}.`);
  }
}

/** Returns { values, positionals, tokens? }; see Node's documentation for `config`. */
function parseArgs(config = {}) {
  validateObject(config, 'config');
  const own = (name, fallback) => (Object.hasOwn(config, name) && config[name] !== undefined ? config[name] : fallback);
  const args = own('args', undefined) ?? ownArguments();
  const strict = own('strict', true);
  const allowPositionals = own('allowPositionals', !strict);
  const wantTokens = own('tokens', false);
  const options = own('options', { __proto__: null });
  validateArray(args, 'args');
  validateBoolean(strict, 'strict');
  validateBoolean(allowPositionals, 'allowPositionals');
  validateBoolean(wantTokens, 'tokens');
  validateObject(options, 'options');
  checkOptions(options);

  const tokens = tokenize(args, options);
  const result = { values: { __proto__: null }, positionals: [] };
  if (wantTokens) result.tokens = tokens;
  for (const token of tokens) {
    if (token.kind === 'option') {
      checkToken(token, options, strict, allowPositionals);
      if (token.name === '__proto__') continue;
      const value = token.value ?? true;
      if (optionOf(options, token.name)?.multiple) (result.values[token.name] ??= []).push(value);
      else result.values[token.name] = value;
    } else if (token.kind === 'positional') {
      if (!allowPositionals) throw codes.ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL(token.value);
      result.positionals.push(token.value);
    }
  }
  for (const [name, option] of Object.entries(options)) {
    if (option.default !== undefined && result.values[name] === undefined) result.values[name] = option.default;
  }
  return result;
}

module.exports = { parseArgs };
