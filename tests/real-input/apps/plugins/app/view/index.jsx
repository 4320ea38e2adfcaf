// What a bundler would make index.5a3f.js of.
