'use strict';

/** Time zones: their names, the host's own, and what they are called. */

const natives = require('internal/intl/natives');

const UTC = /^(?:UTC|GMT|UCT|Zulu|Universal|Greenwich|GMT0|GMT[+-]0|Etc\/(?:UTC|GMT|UCT|Zulu|Universal|Greenwich|GMT0|GMT[+-]0))$/i;

/** What en-US calls zones by letters, in winter and summer; all others by their offset. Recorded from Node 20. */
const LETTERS = [
  ['HAST', 'HADT', 'America/Adak'],
  ['AKST', 'AKDT', 'America/Anchorage America/Juneau America/Metlakatla America/Nome America/Sitka America/Yakutat US/Alaska'],
  ['MST', 'MDT', 'America/Boise America/Cambridge_Bay America/Ciudad_Juarez America/Denver America/Edmonton America/Inuvik US/Mountain'],
  ['CST', 'CDT', 'America/Chicago America/Indiana/Knox America/Indiana/Tell_City America/Matamoros America/Menominee US/Central CST6CDT ' +
    'America/North_Dakota/Beulah America/North_Dakota/Center America/North_Dakota/New_Salem America/Ojinaga America/Rankin_Inlet ' +
    'America/Resolute America/Winnipeg'],
  ['CST', 'CST', 'America/Bahia_Banderas America/Belize America/Chihuahua America/Costa_Rica America/El_Salvador America/Guatemala ' +
    'America/Managua America/Merida America/Mexico_City America/Monterrey America/Regina America/Swift_Current America/Tegucigalpa'],
  ['EST', 'EDT', 'America/Detroit America/Grand_Turk America/Indiana/Marengo America/Indiana/Petersburg America/Indiana/Vevay US/Eastern ' +
    'America/Indiana/Vincennes America/Indiana/Winamac America/Indianapolis America/Indiana/Indianapolis America/Iqaluit EST5EDT ' +
    'America/Kentucky/Monticello America/Louisville America/Kentucky/Louisville America/Nassau America/New_York America/Port-au-Prince ' +
    'America/Toronto'],
  ['EST', 'EST', 'America/Cancun America/Cayman America/Coral_Harbour America/Jamaica America/Panama'],
  ['MST', 'MST', 'America/Creston America/Dawson_Creek America/Fort_Nelson America/Phoenix US/Arizona'],
  ['PST', 'PDT', 'America/Los_Angeles America/Tijuana America/Vancouver US/Pacific PST8PDT'],
  ['HST', 'HST', 'Pacific/Honolulu US/Hawaii'],
  ['AST', 'ADT', 'America/Glace_Bay America/Goose_Bay America/Halifax America/Moncton America/Thule Atlantic/Bermuda'],
];
let letters;

/** The usual name of a zone; throws a RangeError for one that does not exist. */
function named(zone) {
  const text = String(zone);
  if (UTC.test(text)) return 'UTC';
  const name = natives.zoneName(text);
  if (name === undefined) throw new RangeError(`Invalid time zone specified: ${text}`);
  return name;
}

let hostZone;
let hostZoneOf;

/** The zone that Date uses: of the environment variable TZ, or of the machine. */
function host() {
  const { TZ } = process.env;
  if (hostZone === undefined || hostZoneOf !== TZ) [hostZone, hostZoneOf] = [zoneOf(TZ), TZ];
  return hostZone;
}

function zoneOf(TZ) {
  if (TZ !== undefined && TZ !== '') return known(TZ.replace(/^:/, ''));
  try {
    return known(require('fs').readlinkSync('/etc/localtime').replace(/^.*\/zoneinfo\//, ''));
  } catch {
    // A machine without that link runs in UTC.
    return 'UTC';
  }
}

function known(name) {
  return UTC.test(name) ? 'UTC' : natives.zoneName(name) ?? 'UTC';
}

/** Seconds east of UTC at a time. */
function offsetAt(zone, time) {
  return zone === 'UTC' ? 0 : natives.zoneAt(zone, time)[0];
}

function offsetText(seconds, long) {
  const size = Math.abs(seconds);
  const two = (value) => String(value).padStart(2, '0');
  const hours = Math.floor(size / 3600);
  const minutes = Math.floor(size % 3600 / 60);
  let text = `GMT${seconds < 0 ? '-' : '+'}${long ? two(hours) : hours}`;
  if (long || minutes !== 0 || size % 60 !== 0) text += `:${two(minutes)}`;
  if (size % 60 !== 0) text += `:${two(size % 60)}`;
  return text;
}

let namesOf;

/** What a zone is called at length, in English or in Chinese. */
function longName(zone, time, locale) {
  const language = locale.startsWith('en') ? 0 : 1;
  if (zone === 'UTC') return ['Coordinated Universal Time', '协调世界时'][language];
  if (namesOf === undefined) {
    namesOf = new Map();
    for (const [english, chinese, zones] of require('internal/intl/zone_names').rows) {
      for (const one of zones.split(' ')) namesOf.set(one, [english, chinese]);
    }
  }
  const seconds = offsetAt(zone, time);
  const names = namesOf.get(zone)?.[language];
  if (names === undefined) return offsetText(seconds, true);
  const [winter, summer = winter] = names;
  if (summer === winter) return winter;
  // By the clock and not by the zone's own flag: Ireland's law calls summer's time the standard.
  const year = new Date(time).getUTCFullYear();
  return seconds > Math.min(offsetAt(zone, Date.UTC(year, 0)), offsetAt(zone, Date.UTC(year, 6))) ? summer : winter;
}

/** What a zone is called at a time; `style`: long, short, shortOffset, longOffset. */
function nameAt(zone, time, style, locale) {
  if (style === 'long') return longName(zone, time, locale);
  if (zone === 'UTC') return style === 'short' ? 'UTC' : offsetText(0, style === 'longOffset');
  const [seconds, , summer] = natives.zoneAt(zone, time);
  if (style === 'short' && locale.startsWith('en')) {
    if (letters === undefined) {
      letters = new Map();
      for (const [winter, inSummer, zones] of LETTERS) for (const one of zones.split(' ')) letters.set(one, [winter, inSummer]);
    }
    const found = letters.get(zone);
    if (found !== undefined) return found[summer ? 1 : 0];
  }
  if (style === 'short' && seconds === 0 && locale.startsWith('en')) return 'GMT';
  return offsetText(seconds, style === 'longOffset');
}

/** What the host's zone is called at a time, in the host's language. */
function hostNameAt(time) {
  return longName(host(), time, require('internal/intl/locales').hostLocale());
}

module.exports = { host, hostNameAt, nameAt, named, offsetAt };
