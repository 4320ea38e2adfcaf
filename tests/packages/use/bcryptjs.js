const bcrypt = require('bcryptjs');
show(bcrypt.compareSync('secret', '$2a$04$zVHmKQtGGQob.b/Nc7l9NO8UlrYcW05FiuCj/SxsFO/ZtiN9.mNzy'), bcrypt.hashSync('bacon', '$2a$04$abcdefghijklmnopqrstuu'));
bcrypt.hash('pass', 4).then(hash => bcrypt.compare('pass', hash)).then(show);
