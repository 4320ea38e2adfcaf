const captcha = require('svg-captcha');
const { text, data } = captcha.create({ size: 5, noise: 3, color: true, background: '#eee', width: 120, height: 40, ignoreChars: '0o1i' });
show(text.length, /[0o1i]/.test(text), data.startsWith('<svg xmlns="http://www.w3.org/2000/svg" width="120" height="40"'), data.match(/<path/g).length);
const sum = captcha.createMathExpr({ mathMin: 1, mathMax: 9, mathOperator: '+' });
show(/^\d+$/.test(sum.text), sum.data.endsWith('</svg>'), captcha.randomText({ size: 6, charPreset: 'ab' }).replace(/[ab]/g, ''));
