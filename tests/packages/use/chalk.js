const chalk = require('chalk');
const on = new chalk.Instance({ level: 3 });
show(on.red.bold('x') + on.hex('#336699').bgBlack`t ${1}`, on.blue('a' + on.red('b') + 'c\nd'), new chalk.Instance({ level: 0 }).red('plain'), chalk.supportsColor, on.rgb(1, 2, 3).inverse('z'));
