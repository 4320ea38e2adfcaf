const sanitize = require('sanitize-html');
const xss = require('xss');
show(
  sanitize('<p onclick="x">a<script>alert(1)</script><a href="javascript:x">l</a><b>é</b></p>'),
  sanitize('<img src="x" onerror=1><div class="a b">t</div>', { allowedTags: [ 'img', 'div' ], allowedAttributes: { img: [ 'src' ] }, allowedClasses: { div: [ 'a' ] }, transformTags: { div: sanitize.simpleTransform('p', { x: 'y' }) } })
);
show(
  xss('<script>alert("x")</script><a href="javascript:1" title=\'q\'>é</a>'),
  xss('<x-a b="c">t</x-a>', { whiteList: { 'x-a': [ 'b' ] }, stripIgnoreTagBody: [ 'script' ] }),
  new xss.FilterXSS({ css: { whiteList: { color: true } }, whiteList: { p: [ 'style' ] } }).process('<p style="color:red;top:1px">a</p>')
);
