// The helpers of index.js for tests that are ES modules, which find them as `../common/index.mjs`.

import { createRequire } from 'module';

const common = createRequire(import.meta.url)('./index.js');

export { createRequire };
export const {
  allowGlobals, bits, buildType, canCreateSymLink, checkoutEOL, createZeroFilledFile, disableCrashOnUnhandledRejection, enoughTestMem,
  expectsError, expectWarning, gcUntil, getArrayBufferViews, getBufferSources, getCallSite, getTTYfd, hasCrypto, hasFipsCrypto, hasIntl,
  hasIPv6, hasMultiLocalhost, hasOpenSSL3, hasOpenSSL31, hasQuic, inFreeBSDJail, invalidArgTypeHelper, isAIX, isAlive, isAsan,
  isDumbTerminal, isFreeBSD, isIBMi, isLinux, isLinuxPPCBE, isMainThread, isOpenBSD, isOSX, isPi, isSunOS, isWindows, localhostIPv4,
  localIPv6Hosts, mustCall, mustCallAtLeast, mustNotCall, mustNotMutateObjectDeep, mustSucceed, nodeProcessAborted, opensslCli, PIPE,
  platformTimeout, printSkipMessage, pwdCommand, requireNoPackageJSONAbove, runWithInvalidFD, skip, skipIf32Bits, skipIfDumbTerminal,
  skipIfInspectorDisabled, skipIfReportDisabled, skipIfWorker, spawnPromisified,
} = common;
