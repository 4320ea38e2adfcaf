'use strict';

const isGood = status => status >= 200 && status < 300;

/** How many of a case's answers are 2xx. */
const good = ({ answer }) => answer.statuses.filter(isGood).length;

/** The cases that were not answered as their verdict asks. */
module.exports.judge = groups => groups.flatMap(({ cases }) => cases).filter(one => {
  if (one.verdict === 'invalid') return good(one) > one.before;
  if (one.verdict === 'waits') return !one.answer.waited;
  return good(one) === 0 || one.answer.statuses.some(status => !isGood(status));
});

/** What came, in words. */
function wordsOf({ answer: { statuses, waited, closed } }) {
  const said = statuses.length ? statuses.join(', ') : closed ? 'closed' : 'nothing';
  return waited ? `waits, then ${said}` : said;
}

const count = (cases, verdict, test) => cases.filter(one => one.verdict === verdict && test(one)).length;

function summary(groups) {
  const lines = [
    '| requests | invalid | of them answered 2xx | valid | of them answered 2xx |',
    '|---|--:|--:|--:|--:|',
  ];
  for (const { about, cases } of groups) {
    const answered = one => good(one) > (one.verdict === 'invalid' ? one.before : 0);
    lines.push(`| ${about} | ${count(cases, 'invalid', () => true)} | ${count(cases, 'invalid', answered)} `
      + `| ${count(cases, 'valid', () => true)} | ${count(cases, 'valid', answered)} |`);
  }
  return lines.join('\n');
}

/** Text for a cell of a table. */
const cell = text => text.replace(/\|/g, '\\|').replace(/[\x00-\x1f\x7f-\xff]/g, c => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`);

function list(group) {
  return [
    `### ${group.about}`,
    '',
    '| request | verdict | answer | why |',
    '|---|---|---|---|',
    ...group.cases.map(one => `| ${cell(one.name)} | ${one.verdict} | ${wordsOf(one)} | ${cell(one.why ?? '')} |`),
  ].join('\n');
}

/** The requests that their makers judge otherwise, by reason. */
function overruled(groups) {
  const byReason = new Map();
  for (const one of groups.flatMap(({ cases }) => cases).filter(({ isOverruled }) => isOverruled)) {
    const key = `${one.verdict}|${one.why}`;
    byReason.set(key, [ ...byReason.get(key) ?? [], one ]);
  }
  return [
    '| requests | here | why |',
    '|---|---|---|',
    ...[ ...byReason.values() ].map(cases => `| ${cell(cases.map(({ id }) => id).join(', '))} | ${cases[0].verdict} | ${cell(cases[0].why)} |`),
  ].join('\n');
}

module.exports.report = (groups, wrong, { markdown }) => {
  const parts = [ summary(groups) ];
  if (markdown) {
    parts.push(...groups.filter(({ isListed }) => isListed).map(list));
    if (groups.some(({ cases }) => cases.some(({ isOverruled }) => isOverruled))) {
      parts.push(`### Where we see it otherwise than the corpus\n\n${overruled(groups)}`);
    }
  }
  for (const one of wrong) {
    parts.push(`WRONG ${one.id} (${one.name}) is ${one.verdict}, answered: ${wordsOf(one)}\n  ${JSON.stringify(one.bytes.toString('latin1').slice(0, 300))}`);
  }
  return parts.join('\n\n');
};
