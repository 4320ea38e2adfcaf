'use strict';

/** The default page of a failed request in local development, a Mustache template. */
module.exports = `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <title>{{status}} {{name}}: {{message}}</title>
  <style>
    body { margin: 0; font: 15px/1.5 system-ui, sans-serif; color: #1d2330; background: #f4f5f8; }
    header { padding: 2rem 3rem; background: #a61b1b; color: #fff; }
    header h1 { margin: 0; font-size: 1.1rem; font-weight: normal; }
    header p { margin: .3rem 0 0; font-size: 1.5rem; white-space: pre-wrap; }
    main { padding: 1rem 3rem 3rem; }
    h2 { font-size: 1rem; margin: 2rem 0 .5rem; }
    details { margin: .3rem 0; background: #fff; border: 1px solid #d7dbe4; border-radius: 4px; }
    details.native-frame { opacity: .6; }
    summary { padding: .4rem .8rem; cursor: pointer; }
    pre { margin: 0; padding: .6rem .8rem; overflow-x: auto; font: 13px/1.5 ui-monospace, monospace; }
    pre .failed { display: block; background: #ffe3e0; }
    table { width: 100%; border-collapse: collapse; background: #fff; }
    td { padding: .3rem .8rem; border: 1px solid #d7dbe4; vertical-align: top; overflow-wrap: anywhere; }
    td:first-child { width: 14rem; color: #5a6375; }
  </style>
</head>
<body>
  <header>
    <h1>{{name}} in {{request.url}}</h1>
    <p>{{message}}</p>
  </header>
  <main>
    <h2>Stack</h2>
    {{#frames}}
    <details class="{{classes}}" open>
      <summary><b>{{file}}</b>:{{line}}:{{column}} {{method}}</summary>
      {{#context.line}}
      <pre data-start="{{context.start}}">{{context.pre}}
<span class="failed">{{context.line}}</span>{{context.post}}</pre>
      {{/context.line}}
    </details>
    {{/frames}}

    <h2>Request</h2>
    <table>
      <tr><td>URL</td><td>{{request.url}}</td></tr>
      <tr><td>Method</td><td>{{request.method}}</td></tr>
      <tr><td>HTTP version</td><td>{{request.httpVersion}}</td></tr>
      <tr><td>Connection</td><td>{{request.connection}}</td></tr>
    </table>

    <h2>Headers</h2>
    <table>
      {{#request.headers}}<tr><td>{{key}}</td><td>{{value}}</td></tr>
      {{/request.headers}}
    </table>

    <h2>Cookies</h2>
    <table>
      {{#request.cookies}}<tr><td>{{key}}</td><td>{{value}}</td></tr>
      {{/request.cookies}}
    </table>

    <h2>Application</h2>
    <table>
      <tr><td>Directory</td><td>{{appInfo.baseDir}}</td></tr>
    </table>
    <details>
      <summary>Configuration</summary>
      <pre>{{appInfo.config}}</pre>
    </details>
  </main>
</body>
</html>
`;
