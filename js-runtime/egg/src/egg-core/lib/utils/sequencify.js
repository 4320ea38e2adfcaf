'use strict';

/**
 * Orders plugins so that each comes after what it depends on.
 *
 * `tasks`: `{ name: { dependencies, optionalDependencies } }`; `names`: where to start, in order. Optional dependencies
 * only influence the order. Answers `{ sequence, missingTasks, recursiveDependencies }`; the sequence is empty when
 * something is missing or circular.
 */
module.exports = function sequencify(tasks, names) {
  const visited = [];
  const required = new Set();
  const missingTasks = [];
  const recursiveDependencies = [];

  visit(names, [], false);

  const broken = missingTasks.length > 0 || recursiveDependencies.length > 0;
  return {
    sequence: broken ? [] : visited.filter(name => required.has(name)),
    missingTasks,
    recursiveDependencies,
  };

  function visit(list, path, optional) {
    for (const name of list) {
      if (required.has(name)) continue;
      const task = tasks[name];
      if (!task) {
        if (optional) continue;
        missingTasks.push(name);
      } else if (path.includes(name)) {
        recursiveDependencies.push([ ...path, name ]);
      } else {
        path.push(name);
        visit(task.dependencies, path, optional);
        visit(task.optionalDependencies, path, true);
        path.pop();
      }
      if (!optional) required.add(name);
      if (!visited.includes(name)) visited.push(name);
    }
  }
};
