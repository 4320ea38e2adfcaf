const schedule = require('node-schedule');
let runs = 0;
const job = schedule.scheduleJob('name', '* * * * * *', at => {
  show(at instanceof Date, ++runs);
  job.cancel();
  show(Object.keys(schedule.scheduledJobs));
  // Far enough away to be in the future still when it is looked at.
  const once = schedule.scheduleJob(new Date(Date.now() + 500), () => show('once', Object.keys(schedule.scheduledJobs).length));
  show(once.name !== '', schedule.scheduledJobs[once.name] === once);
});
show(job.nextInvocation() !== null);
