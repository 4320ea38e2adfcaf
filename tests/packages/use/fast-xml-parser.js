const { XMLParser, XMLBuilder, XMLValidator } = require('fast-xml-parser');
const xml = '<?xml version="1.0"?><r a="1"><i id="x">1.50</i><i>é &amp; &#20013;</i><e/><c><![CDATA[<b>]]></c><!-- n --></r>';
const p = new XMLParser({ ignoreAttributes: false, cdataPropName: '__c', commentPropName: '#c', htmlEntities: true });
show(p.parse(xml), XMLValidator.validate(xml), XMLValidator.validate('<a><b></a>'));
show(new XMLParser({ preserveOrder: true, attributeNamePrefix: '', ignoreAttributes: false }).parse('<a x="1">t<b>2</b>u</a>'));
console.log(new XMLBuilder({ format: true, ignoreAttributes: false, suppressEmptyNode: true }).build({ xml: { '@_v': 1, list: { i: [ 1, 'é<' ] }, e: '' } }));
show(new XMLParser().parse('<xml><ToUserName><![CDATA[to]]></ToUserName><CreateTime>1348831860</CreateTime></xml>'));
