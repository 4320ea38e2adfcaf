'use strict';

/** `v8`: serialisation in V8's format; the heap's numbers are the engine's own; what is V8's alone refuses. */

const engine = require('internal/engine');
const { codes } = require('internal/errors');
const { validateString } = require('internal/validators');
const { notBuilt, refusal } = require('internal/not_built');
const { Serializer } = require('internal/serdes/serializer');
const { Deserializer } = require('internal/serdes/deserializer');
const { DefaultDeserializer, DefaultSerializer, deserialize, serialize } = require('internal/serdes/default');

function getHeapStatistics() {
  const { used, total, limit, objects, buffers } = engine.memoryUsage();
  return {
    total_heap_size: total,
    total_heap_size_executable: 0,
    total_physical_size: total,
    total_available_size: limit > 0 ? limit - used : Number.MAX_SAFE_INTEGER,
    used_heap_size: used,
    heap_size_limit: limit > 0 ? limit : Number.MAX_SAFE_INTEGER,
    malloced_memory: total,
    peak_malloced_memory: total,
    does_zap_garbage: 0,
    number_of_native_contexts: 1,
    number_of_detached_contexts: 0,
    total_global_handles_size: 0,
    used_global_handles_size: 0,
    external_memory: buffers,
    // Not one of V8's: how many objects there are.
    number_of_objects: objects,
  };
}

const ADVICE = 'The engine is QuickJS.';

/** This is no process that a snapshot is built of. */
const notBuilding = () => { throw codes.ERR_NOT_BUILDING_SNAPSHOT(); };

module.exports = {
  promiseHooks: Object.fromEntries(['createHook', 'onInit', 'onBefore', 'onAfter', 'onSettled'].map((name) => [
    name, refusal(`v8.promiseHooks.${name}()`, 'AsyncLocalStorage follows promises.'),
  ])),
  startupSnapshot: {
    addDeserializeCallback: notBuilding,
    addSerializeCallback: notBuilding,
    setDeserializeMainFunction: notBuilding,
    isBuildingSnapshot: () => false,
  },
  cachedDataVersionTag() { return 0; },
  getHeapSnapshot: refusal('v8.getHeapSnapshot()', ADVICE),
  getHeapStatistics,
  getHeapSpaceStatistics() { return []; },
  getHeapCodeStatistics() {
    return { code_and_metadata_size: 0, bytecode_and_metadata_size: 0, external_script_source_size: 0, cpu_profiler_metadata_size: 0 };
  },
  setFlagsFromString(flags) {
    validateString(flags, 'flags');
    throw notBuilt('v8.setFlagsFromString()', ADVICE);
  },
  Serializer,
  Deserializer,
  DefaultSerializer,
  DefaultDeserializer,
  deserialize,
  takeCoverage: refusal('v8.takeCoverage()', ADVICE),
  stopCoverage: refusal('v8.stopCoverage()', ADVICE),
  serialize,
  writeHeapSnapshot: refusal('v8.writeHeapSnapshot()', ADVICE),
  queryObjects: refusal('v8.queryObjects()', ADVICE),
  setHeapSnapshotNearHeapLimit: refusal('v8.setHeapSnapshotNearHeapLimit()', ADVICE),
  GCProfiler: refusal('v8.GCProfiler', ADVICE),
};
