const { parseString, Builder, parseStringPromise } = require('xml2js');
parseString('<r a="1"><i>x</i><i>&lt;y&gt;</i><![CDATA[ raw ]]></r>', (error, result) => show(result));
show(new Builder({ headless: true }).buildObject({ r: { $: { k: 'v' }, i: [ 'a', '<b>' ] } }));
parseStringPromise('<a><b></a>').catch(error => show(error.message.split('\n')[0]));
