const semver = require('semver');
show(semver.satisfies('1.2.3', '1.x || >=2.5.0 || 5.0.0 - 7.2.3'), semver.sort([ '1.10.0', '1.2.0-rc.1', '1.2.0' ]), semver.inc('1.2.3', 'prerelease', 'beta'), semver.maxSatisfying([ '1.2.3', '1.3.0', '2.0.0' ], '^1.2'), new semver.Range('~1.2').range, semver.coerce('v3.4'), semver.valid('x'));
