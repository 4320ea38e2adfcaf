const xlsx = require('xlsx');
const rows = [{ name: '张三', n: 1.5, on: true }, { name: 'é', n: -2, at: 'later' }];
const book = xlsx.utils.book_new();
xlsx.utils.book_append_sheet(book, xlsx.utils.json_to_sheet(rows), '第一');
xlsx.utils.book_append_sheet(book, xlsx.utils.aoa_to_sheet([[ 'sum', { t: 'n', v: 3, f: '1+2' } ], [ new Date(Date.UTC(2020, 0, 2)) ]]), 'second');
for (const bookType of [ 'xlsx', 'csv', 'biff8' ]) {
  const bytes = xlsx.write(book, { type: 'buffer', bookType, compression: bookType === 'xlsx' });
  const again = xlsx.read(bytes, { type: 'buffer' });
  show(bookType, Buffer.isBuffer(bytes), again.SheetNames.length, xlsx.utils.sheet_to_json(again.Sheets[again.SheetNames[0]]));
}
const again = xlsx.read(xlsx.write(book, { type: 'buffer' }), { type: 'buffer' });
show(again.Sheets.second.B1.f, again.Sheets.second.B1.v, xlsx.utils.sheet_to_csv(again.Sheets['第一']), xlsx.utils.encode_cell({ r: 2, c: 27 }));
