'use strict';

/**
 * What zones are called at length, as Node 20 calls them: [in winter, in summer] in English, the same in Chinese, and the zones. All
 * others are called by their offset.
 */
exports.rows = [
  [['Greenwich Mean Time'], ['格林尼治标准时间'], 'Africa/Abidjan Africa/Accra Africa/Bamako Africa/Banjul Africa/Bissau ' +
    'Africa/Conakry Africa/Dakar Africa/Freetown Africa/Lome Africa/Monrovia Africa/Nouakchott Africa/Ouagadougou Africa/Sao_Tome ' +
    'Africa/Timbuktu America/Danmarkshavn Atlantic/Reykjavik Atlantic/St_Helena Iceland'],
  [['East Africa Time'], ['东部非洲时间'], 'Africa/Addis_Ababa Africa/Asmara Africa/Asmera Africa/Dar_es_Salaam Africa/Djibouti ' +
    'Africa/Kampala Africa/Mogadishu Africa/Nairobi Indian/Antananarivo Indian/Comoro Indian/Mayotte'],
  [['Central European Standard Time'], ['中欧标准时间'], 'Africa/Algiers Africa/Tunis'],
  [['West Africa Time'], ['西部非洲时间'], 'Africa/Bangui Africa/Brazzaville Africa/Douala Africa/Kinshasa Africa/Lagos ' +
    'Africa/Libreville Africa/Luanda Africa/Malabo Africa/Ndjamena Africa/Niamey Africa/Porto-Novo'],
  [['Central Africa Time'], ['中部非洲时间'], 'Africa/Blantyre Africa/Bujumbura Africa/Gaborone Africa/Harare Africa/Juba ' +
    'Africa/Khartoum Africa/Kigali Africa/Lubumbashi Africa/Lusaka Africa/Maputo Africa/Windhoek'],
  [['Eastern European Standard Time', 'Eastern European Summer Time'], ['东欧标准时间', '东欧夏令时间'], 'Africa/Cairo Asia/Beirut ' +
    'Asia/Famagusta Asia/Gaza Asia/Hebron Asia/Nicosia EET Egypt Europe/Athens Europe/Bucharest Europe/Chisinau Europe/Helsinki ' +
    'Europe/Kiev Europe/Kyiv Europe/Mariehamn Europe/Nicosia Europe/Riga Europe/Sofia Europe/Tallinn Europe/Tiraspol ' +
    'Europe/Uzhgorod Europe/Vilnius Europe/Zaporozhye'],
  [['Central European Standard Time', 'Central European Summer Time'], ['中欧标准时间', '中欧夏令时间'], 'Africa/Ceuta ' +
    'Arctic/Longyearbyen Atlantic/Jan_Mayen CET Europe/Amsterdam Europe/Andorra Europe/Belgrade Europe/Berlin Europe/Bratislava ' +
    'Europe/Brussels Europe/Budapest Europe/Busingen Europe/Copenhagen Europe/Gibraltar Europe/Ljubljana Europe/Luxembourg ' +
    'Europe/Madrid Europe/Malta Europe/Monaco Europe/Oslo Europe/Paris Europe/Podgorica Europe/Prague Europe/Rome Europe/San_Marino ' +
    'Europe/Sarajevo Europe/Skopje Europe/Stockholm Europe/Tirane Europe/Vaduz Europe/Vatican Europe/Vienna Europe/Warsaw ' +
    'Europe/Zagreb Europe/Zurich MET Poland'],
  [['South Africa Standard Time'], ['南非标准时间'], 'Africa/Johannesburg Africa/Maseru Africa/Mbabane'],
  [['Eastern European Standard Time'], ['东欧标准时间'], 'Africa/Tripoli Europe/Kaliningrad Libya'],
  [['Hawaii-Aleutian Standard Time', 'Hawaii-Aleutian Daylight Time'], ['夏威夷-阿留申标准时间', '夏威夷-阿留申夏令时间'], 'America/Adak ' +
    'America/Atka US/Aleutian'],
  [['Alaska Standard Time', 'Alaska Daylight Time'], ['阿拉斯加标准时间', '阿拉斯加夏令时间'], 'America/Anchorage America/Juneau ' +
    'America/Metlakatla America/Nome America/Sitka America/Yakutat US/Alaska'],
  [['Atlantic Standard Time'], ['大西洋标准时间'], 'America/Anguilla America/Antigua America/Aruba America/Barbados ' +
    'America/Blanc-Sablon America/Curacao America/Dominica America/Grenada America/Guadeloupe America/Kralendijk ' +
    'America/Lower_Princes America/Marigot America/Martinique America/Montserrat America/Port_of_Spain America/Puerto_Rico ' +
    'America/Santo_Domingo America/St_Barthelemy America/St_Kitts America/St_Lucia America/St_Thomas America/St_Vincent ' +
    'America/Tortola America/Virgin'],
  [['Brasilia Standard Time'], ['巴西利亚标准时间'], 'America/Araguaina America/Bahia America/Belem America/Fortaleza America/Maceio ' +
    'America/Recife America/Santarem America/Sao_Paulo Brazil/East'],
  [['Argentina Standard Time'], ['阿根廷标准时间'], 'America/Argentina/Buenos_Aires America/Argentina/Catamarca ' +
    'America/Argentina/ComodRivadavia America/Argentina/Cordoba America/Argentina/Jujuy America/Argentina/La_Rioja ' +
    'America/Argentina/Mendoza America/Argentina/Rio_Gallegos America/Argentina/Salta America/Argentina/San_Juan ' +
    'America/Argentina/San_Luis America/Argentina/Tucuman America/Argentina/Ushuaia America/Buenos_Aires America/Catamarca ' +
    'America/Cordoba America/Jujuy America/Mendoza America/Rosario'],
  [['Paraguay Standard Time'], ['巴拉圭标准时间'], 'America/Asuncion'],
  [['Eastern Standard Time'], ['北美东部标准时间'], 'America/Atikokan America/Cancun America/Cayman America/Coral_Harbour ' +
    'America/Jamaica America/Panama EST Jamaica'],
  [['Central Standard Time'], ['北美中部标准时间'], 'America/Bahia_Banderas America/Belize America/Chihuahua America/Costa_Rica ' +
    'America/El_Salvador America/Guatemala America/Managua America/Merida America/Mexico_City America/Monterrey America/Regina ' +
    'America/Swift_Current America/Tegucigalpa Canada/Saskatchewan Mexico/General'],
  [['Amazon Standard Time'], ['亚马逊标准时间'], 'America/Boa_Vista America/Campo_Grande America/Cuiaba America/Manaus ' +
    'America/Porto_Velho Brazil/West'],
  [['Colombia Standard Time'], ['哥伦比亚标准时间'], 'America/Bogota'],
  [['Mountain Standard Time', 'Mountain Daylight Time'], ['北美山区标准时间', '北美山区夏令时间'], 'America/Boise ' +
    'America/Cambridge_Bay America/Ciudad_Juarez America/Denver America/Edmonton America/Inuvik America/Shiprock ' +
    'America/Yellowknife Canada/Mountain MST7MDT Navajo US/Mountain'],
  [['Venezuela Time'], ['委内瑞拉时间'], 'America/Caracas'],
  [['French Guiana Time'], ['法属圭亚那标准时间'], 'America/Cayenne'],
  [['Central Standard Time', 'Central Daylight Time'], ['北美中部标准时间', '北美中部夏令时间'], 'America/Chicago ' +
    'America/Indiana/Knox America/Indiana/Tell_City America/Knox_IN America/Matamoros America/Menominee America/North_Dakota/Beulah ' +
    'America/North_Dakota/Center America/North_Dakota/New_Salem America/Ojinaga America/Rainy_River America/Rankin_Inlet ' +
    'America/Resolute America/Winnipeg CST6CDT Canada/Central US/Central US/Indiana-Starke'],
  [['Mountain Standard Time'], ['北美山区标准时间'], 'America/Creston America/Dawson_Creek America/Fort_Nelson America/Phoenix MST ' +
    'US/Arizona'],
  [['Yukon Time'], ['育空时间'], 'America/Dawson America/Whitehorse Canada/Yukon'],
  [['Eastern Standard Time', 'Eastern Daylight Time'], ['北美东部标准时间', '北美东部夏令时间'], 'America/Detroit America/Fort_Wayne ' +
    'America/Grand_Turk America/Indiana/Indianapolis America/Indiana/Marengo America/Indiana/Petersburg America/Indiana/Vevay ' +
    'America/Indiana/Vincennes America/Indiana/Winamac America/Indianapolis America/Iqaluit America/Kentucky/Louisville ' +
    'America/Kentucky/Monticello America/Louisville America/Montreal America/Nassau America/New_York America/Nipigon ' +
    'America/Pangnirtung America/Port-au-Prince America/Thunder_Bay America/Toronto Canada/Eastern EST5EDT US/East-Indiana ' +
    'US/Eastern US/Michigan'],
  [['Acre Standard Time'], ['阿克里标准时间'], 'America/Eirunepe America/Porto_Acre America/Rio_Branco Brazil/Acre'],
  [['Pacific Standard Time', 'Pacific Daylight Time'], ['北美太平洋标准时间', '北美太平洋夏令时间'], 'America/Ensenada ' +
    'America/Los_Angeles America/Santa_Isabel America/Tijuana America/Vancouver Canada/Pacific Mexico/BajaNorte PST8PDT US/Pacific'],
  [['Atlantic Standard Time', 'Atlantic Daylight Time'], ['大西洋标准时间', '大西洋夏令时间'], 'America/Glace_Bay America/Goose_Bay ' +
    'America/Halifax America/Moncton America/Thule Atlantic/Bermuda Canada/Atlantic'],
  [['Greenland Standard Time', 'Greenland Summer Time'], ['GMT-02:00', 'GMT-01:00'], 'America/Godthab America/Nuuk ' +
    'America/Scoresbysund'],
  [['Ecuador Time'], ['厄瓜多尔标准时间'], 'America/Guayaquil'],
  [['Guyana Time'], ['圭亚那时间'], 'America/Guyana'],
  [['Cuba Standard Time', 'Cuba Daylight Time'], ['古巴标准时间', '古巴夏令时间'], 'America/Havana Cuba'],
  [['Mexican Pacific Standard Time'], ['墨西哥太平洋标准时间'], 'America/Hermosillo America/Mazatlan Mexico/BajaSur'],
  [['Bolivia Time'], ['玻利维亚标准时间'], 'America/La_Paz'],
  [['Peru Standard Time'], ['秘鲁标准时间'], 'America/Lima'],
  [['St. Pierre & Miquelon Standard Time', 'St. Pierre & Miquelon Daylight Time'], ['圣皮埃尔和密克隆群岛标准时间', '圣皮埃尔和密克隆群岛夏令时间'], 'America/Miquelon'],
  [['Uruguay Standard Time'], ['乌拉圭标准时间'], 'America/Montevideo'],
  [['Fernando de Noronha Standard Time'], ['费尔南多-迪诺罗尼亚岛标准时间'], 'America/Noronha Brazil/DeNoronha'],
  [['Suriname Time'], ['苏里南时间'], 'America/Paramaribo'],
  [['Chile Standard Time', 'Chile Summer Time'], ['智利标准时间', '智利夏令时间'], 'America/Santiago Chile/Continental'],
  [['Newfoundland Standard Time', 'Newfoundland Daylight Time'], ['纽芬兰标准时间', '纽芬兰夏令时间'], 'America/St_Johns ' +
    'Canada/Newfoundland'],
  [['Australian Western Standard Time'], ['澳大利亚西部标准时间'], 'Antarctica/Casey Australia/Perth Australia/West'],
  [['Davis Time'], ['戴维斯时间'], 'Antarctica/Davis'],
  [['Dumont d’Urville Time'], ['迪蒙·迪维尔时间'], 'Antarctica/DumontDUrville'],
  [['Australian Eastern Standard Time', 'Australian Eastern Daylight Time'], ['澳大利亚东部标准时间', '澳大利亚东部夏令时间'], 'Antarctica/Macquarie ' +
    'Australia/ACT Australia/Canberra Australia/Currie Australia/Hobart Australia/Melbourne Australia/NSW Australia/Sydney ' +
    'Australia/Tasmania Australia/Victoria'],
  [['Mawson Time'], ['莫森时间'], 'Antarctica/Mawson'],
  [['New Zealand Standard Time', 'New Zealand Daylight Time'], ['新西兰标准时间', '新西兰夏令时间'], 'Antarctica/McMurdo ' +
    'Antarctica/South_Pole NZ Pacific/Auckland'],
  [['Rothera Time'], ['罗瑟拉时间'], 'Antarctica/Rothera'],
  [['Syowa Time'], ['昭和时间'], 'Antarctica/Syowa'],
  [['Greenwich Mean Time', 'GMT+02:00'], ['格林尼治标准时间', 'GMT+02:00'], 'Antarctica/Troll'],
  [['Vostok Time'], ['沃斯托克时间'], 'Antarctica/Vostok'],
  [['Arabian Standard Time'], ['阿拉伯标准时间'], 'Asia/Aden Asia/Baghdad Asia/Bahrain Asia/Kuwait Asia/Qatar Asia/Riyadh'],
  [['Kazakhstan Time'], ['哈萨克斯坦时间'], 'Asia/Almaty Asia/Aqtau Asia/Aqtobe Asia/Atyrau Asia/Oral Asia/Qostanay Asia/Qyzylorda'],
  [['Kamchatka Standard Time'], ['彼得罗巴甫洛夫斯克-堪察加标准时间'], 'Asia/Anadyr Asia/Kamchatka'],
  [['Turkmenistan Standard Time'], ['土库曼斯坦标准时间'], 'Asia/Ashgabat Asia/Ashkhabad'],
  [['Azerbaijan Standard Time'], ['阿塞拜疆标准时间'], 'Asia/Baku'],
  [['Indochina Time'], ['中南半岛时间'], 'Asia/Bangkok Asia/Ho_Chi_Minh Asia/Phnom_Penh Asia/Saigon Asia/Vientiane'],
  [['Krasnoyarsk Standard Time'], ['克拉斯诺亚尔斯克标准时间'], 'Asia/Barnaul Asia/Krasnoyarsk Asia/Novokuznetsk Asia/Novosibirsk ' +
    'Asia/Tomsk'],
  [['Kyrgyzstan Time'], ['吉尔吉斯斯坦时间'], 'Asia/Bishkek'],
  [['Brunei Time'], ['文莱达鲁萨兰时间'], 'Asia/Brunei'],
  [['India Standard Time'], ['印度时间'], 'Asia/Calcutta Asia/Colombo Asia/Kolkata'],
  [['Yakutsk Standard Time'], ['雅库茨克标准时间'], 'Asia/Chita Asia/Khandyga Asia/Yakutsk'],
  [['Ulaanbaatar Standard Time'], ['乌兰巴托标准时间'], 'Asia/Choibalsan Asia/Ulaanbaatar Asia/Ulan_Bator'],
  [['China Standard Time'], ['中国标准时间'], 'Asia/Chongqing Asia/Chungking Asia/Harbin Asia/Macao Asia/Macau Asia/Shanghai PRC'],
  [['Bangladesh Standard Time'], ['孟加拉标准时间'], 'Asia/Dacca Asia/Dhaka'],
  [['Timor-Leste Time'], ['东帝汶时间'], 'Asia/Dili'],
  [['Gulf Standard Time'], ['海湾标准时间'], 'Asia/Dubai Asia/Muscat'],
  [['Tajikistan Time'], ['塔吉克斯坦时间'], 'Asia/Dushanbe'],
  [['Hong Kong Standard Time'], ['香港标准时间'], 'Asia/Hong_Kong Hongkong'],
  [['Khovd Standard Time'], ['科布多标准时间'], 'Asia/Hovd'],
  [['Irkutsk Standard Time'], ['伊尔库茨克标准时间'], 'Asia/Irkutsk'],
  [['Türkiye Standard Time'], ['土耳其标准时间'], 'Asia/Istanbul Europe/Istanbul Turkey'],
  [['Western Indonesia Time'], ['印度尼西亚西部时间'], 'Asia/Jakarta Asia/Pontianak'],
  [['Eastern Indonesia Time'], ['印度尼西亚东部时间'], 'Asia/Jayapura'],
  [['Israel Standard Time', 'Israel Daylight Time'], ['以色列标准时间', '以色列夏令时间'], 'Asia/Jerusalem Asia/Tel_Aviv Israel'],
  [['Afghanistan Time'], ['阿富汗时间'], 'Asia/Kabul'],
  [['Pakistan Standard Time'], ['巴基斯坦标准时间'], 'Asia/Karachi'],
  [['Nepal Time'], ['尼泊尔时间'], 'Asia/Kathmandu Asia/Katmandu'],
  [['Malaysia Time'], ['马来西亚时间'], 'Asia/Kuala_Lumpur Asia/Kuching'],
  [['Magadan Standard Time'], ['马加丹标准时间'], 'Asia/Magadan Asia/Sakhalin Asia/Srednekolymsk'],
  [['Central Indonesia Time'], ['印度尼西亚中部时间'], 'Asia/Makassar Asia/Ujung_Pandang'],
  [['Philippine Standard Time'], ['菲律宾标准时间'], 'Asia/Manila'],
  [['Omsk Standard Time'], ['鄂木斯克标准时间'], 'Asia/Omsk'],
  [['Korean Standard Time'], ['韩国标准时间'], 'Asia/Pyongyang Asia/Seoul ROK'],
  [['Myanmar Time'], ['缅甸时间'], 'Asia/Rangoon Asia/Yangon'],
  [['Uzbekistan Standard Time'], ['乌兹别克斯坦标准时间'], 'Asia/Samarkand Asia/Tashkent'],
  [['Singapore Standard Time'], ['新加坡标准时间'], 'Asia/Singapore Singapore'],
  [['Taiwan Standard Time'], ['台北标准时间'], 'Asia/Taipei ROC'],
  [['Georgia Standard Time'], ['格鲁吉亚标准时间'], 'Asia/Tbilisi'],
  [['Iran Standard Time'], ['伊朗标准时间'], 'Asia/Tehran Iran'],
  [['Bhutan Time'], ['不丹时间'], 'Asia/Thimbu Asia/Thimphu'],
  [['Japan Standard Time'], ['日本标准时间'], 'Asia/Tokyo Japan'],
  [['Vladivostok Standard Time'], ['海参崴标准时间'], 'Asia/Ust-Nera Asia/Vladivostok'],
  [['Yekaterinburg Standard Time'], ['叶卡捷琳堡标准时间'], 'Asia/Yekaterinburg'],
  [['Armenia Standard Time'], ['亚美尼亚标准时间'], 'Asia/Yerevan'],
  [['Azores Standard Time', 'Azores Summer Time'], ['亚速尔群岛标准时间', '亚速尔群岛夏令时间'], 'Atlantic/Azores'],
  [['Western European Standard Time', 'Western European Summer Time'], ['西欧标准时间', '西欧夏令时间'], 'Atlantic/Canary ' +
    'Atlantic/Faeroe Atlantic/Faroe Atlantic/Madeira Europe/Lisbon Portugal WET'],
  [['Cape Verde Standard Time'], ['佛得角标准时间'], 'Atlantic/Cape_Verde'],
  [['South Georgia Time'], ['南乔治亚岛时间'], 'Atlantic/South_Georgia'],
  [['Falkland Islands Standard Time'], ['福克兰群岛标准时间'], 'Atlantic/Stanley'],
  [['Australian Central Standard Time', 'Australian Central Daylight Time'], ['澳大利亚中部标准时间', '澳大利亚中部夏令时间'], 'Australia/Adelaide ' +
    'Australia/Broken_Hill Australia/South Australia/Yancowinna'],
  [['Australian Eastern Standard Time'], ['澳大利亚东部标准时间'], 'Australia/Brisbane Australia/Lindeman Australia/Queensland'],
  [['Australian Central Standard Time'], ['澳大利亚中部标准时间'], 'Australia/Darwin Australia/North'],
  [['Australian Central Western Standard Time'], ['澳大利亚中西部标准时间'], 'Australia/Eucla'],
  [['Lord Howe Standard Time', 'Lord Howe Daylight Time'], ['豪勋爵岛标准时间', '豪勋爵岛夏令时间'], 'Australia/LHI ' +
    'Australia/Lord_Howe'],
  [['Easter Island Standard Time', 'Easter Island Summer Time'], ['复活节岛标准时间', '复活节岛夏令时间'], 'Chile/EasterIsland ' +
    'Pacific/Easter'],
  [['Greenwich Mean Time', 'Irish Standard Time'], ['格林尼治标准时间', '爱尔兰标准时间'], 'Eire Europe/Dublin'],
  [['Samara Standard Time'], ['萨马拉标准时间'], 'Europe/Astrakhan Europe/Samara Europe/Saratov Europe/Ulyanovsk'],
  [['Greenwich Mean Time', 'British Summer Time'], ['格林尼治标准时间', '英国夏令时间'], 'Europe/Belfast Europe/London GB GB-Eire'],
  [['Greenwich Mean Time', 'GMT+01:00'], ['格林尼治标准时间', 'GMT+01:00'], 'Europe/Guernsey Europe/Isle_of_Man Europe/Jersey'],
  [['Moscow Standard Time'], ['莫斯科标准时间'], 'Europe/Kirov Europe/Minsk Europe/Moscow Europe/Simferopol Europe/Volgograd W-SU'],
  [['Hawaii-Aleutian Standard Time'], ['夏威夷-阿留申标准时间'], 'HST Pacific/Honolulu Pacific/Johnston US/Hawaii'],
  [['Indian Ocean Time'], ['印度洋时间'], 'Indian/Chagos'],
  [['Christmas Island Time'], ['圣诞岛时间'], 'Indian/Christmas'],
  [['Cocos Islands Time'], ['科科斯群岛时间'], 'Indian/Cocos'],
  [['French Southern & Antarctic Time'], ['法属南方和南极领地时间'], 'Indian/Kerguelen'],
  [['Seychelles Time'], ['塞舌尔时间'], 'Indian/Mahe'],
  [['Maldives Time'], ['马尔代夫时间'], 'Indian/Maldives'],
  [['Mauritius Standard Time'], ['毛里求斯标准时间'], 'Indian/Mauritius'],
  [['Réunion Time'], ['留尼汪时间'], 'Indian/Reunion'],
  [['Marshall Islands Time'], ['马绍尔群岛时间'], 'Kwajalein Pacific/Kwajalein Pacific/Majuro'],
  [['Chatham Standard Time', 'Chatham Daylight Time'], ['查塔姆标准时间', '查塔姆夏令时间'], 'NZ-CHAT Pacific/Chatham'],
  [['Samoa Standard Time'], ['阿皮亚标准时间'], 'Pacific/Apia'],
  [['Chuuk Time'], ['楚克时间'], 'Pacific/Chuuk Pacific/Truk Pacific/Yap'],
  [['Vanuatu Standard Time'], ['瓦努阿图标准时间'], 'Pacific/Efate'],
  [['Phoenix Islands Time'], ['菲尼克斯群岛时间'], 'Pacific/Enderbury Pacific/Kanton'],
  [['Tokelau Time'], ['托克劳时间'], 'Pacific/Fakaofo'],
  [['Fiji Standard Time'], ['斐济标准时间'], 'Pacific/Fiji'],
  [['Tuvalu Time'], ['图瓦卢时间'], 'Pacific/Funafuti'],
  [['Galapagos Time'], ['科隆群岛时间'], 'Pacific/Galapagos'],
  [['Gambier Time'], ['甘比尔时间'], 'Pacific/Gambier'],
  [['Solomon Islands Time'], ['所罗门群岛时间'], 'Pacific/Guadalcanal'],
  [['Chamorro Standard Time'], ['查莫罗时间'], 'Pacific/Guam Pacific/Saipan'],
  [['Line Islands Time'], ['莱恩群岛时间'], 'Pacific/Kiritimati'],
  [['Kosrae Time'], ['科斯雷时间'], 'Pacific/Kosrae'],
  [['Marquesas Time'], ['马克萨斯群岛时间'], 'Pacific/Marquesas'],
  [['American Samoa Standard Time'], ['萨摩亚标准时间'], 'Pacific/Midway Pacific/Pago_Pago Pacific/Samoa US/Samoa'],
  [['Nauru Time'], ['瑙鲁时间'], 'Pacific/Nauru'],
  [['Niue Time'], ['纽埃时间'], 'Pacific/Niue'],
  [['Norfolk Island Standard Time', 'Norfolk Island Daylight Time'], ['诺福克岛标准时间', '诺福克岛夏令时间'], 'Pacific/Norfolk'],
  [['New Caledonia Standard Time'], ['新喀里多尼亚标准时间'], 'Pacific/Noumea'],
  [['Palau Time'], ['帕劳时间'], 'Pacific/Palau'],
  [['Pitcairn Time'], ['皮特凯恩时间'], 'Pacific/Pitcairn'],
  [['Pohnpei Time'], ['波纳佩时间'], 'Pacific/Pohnpei Pacific/Ponape'],
  [['Papua New Guinea Time'], ['巴布亚新几内亚时间'], 'Pacific/Port_Moresby'],
  [['Cook Islands Standard Time'], ['库克群岛标准时间'], 'Pacific/Rarotonga'],
  [['Tahiti Time'], ['塔希提岛时间'], 'Pacific/Tahiti'],
  [['Gilbert Islands Time'], ['吉尔伯特群岛时间'], 'Pacific/Tarawa'],
  [['Tonga Standard Time'], ['汤加标准时间'], 'Pacific/Tongatapu'],
  [['Wake Island Time'], ['威克岛时间'], 'Pacific/Wake'],
  [['Wallis & Futuna Time'], ['瓦利斯和富图纳时间'], 'Pacific/Wallis'],
];
