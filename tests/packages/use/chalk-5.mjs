import chalk, { Chalk, chalkStderr, colorNames, modifierNames, supportsColor } from 'chalk-5';

const colors = new Chalk({ level: 3 });
show(chalk.level, supportsColor, chalkStderr.level, modifierNames.length, colorNames.length, chalk.red('plain'));
show(colors.red.bold('a', 1), colors.bgHex('#123456')(`x${colors.green('y')}z`), colors.rgb(1, 2, 3).underline('r'), new Chalk({ level: 1 }).hex('#ff0000')('h'), colors.blue('two\nlines'));
