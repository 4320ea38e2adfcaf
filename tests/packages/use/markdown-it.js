const MarkdownIt = require('markdown-it');
const hljs = require('highlight.js');
const md = '# T é\n\nA *b* **c** `d` [l](http://x "t") ![i](y)\n\n- 1\n- [x] 2\n  1. n\n\n> q\n\n```js\nconst a = `x${1}`; // c\n```\n\n| a | b |\n|---|:-:|\n| 1 | 2 |\n\n<b>raw</b> http://auto.example ~~s~~\n';
console.log(new MarkdownIt({ html: true, linkify: true, typographer: true, highlight: (s, l) => hljs.highlight(s, { language: l }).value }).render(md + '\n"q" -- (c)'));
show(hljs.highlightAuto('def f(x):\n  return x').language, hljs.listLanguages().length);
for (const [ l, c ] of [ [ 'typescript', 'interface A<T> { b?: string } class C extends D {}' ], [ 'sql', "select * from t where a = 'x' -- n" ], [ 'xml', '<a b="c"><!-- d --></a>' ], [ 'css', 'a:hover{color:#fff}' ], [ 'bash', 'echo "$X" | grep y' ], [ 'java', 'public static void main(String[] a){}' ] ]) console.log(hljs.highlight(c, { language: l }).value);
