const schedule = require('node-schedule');
let runs = 0;
const job = schedule.scheduleJob('name', '* * * * * *', at => { show(at instanceof Date, ++runs); job.cancel(); show(Object.keys(schedule.scheduledJobs)); });
const once = schedule.scheduleJob(new Date(Date.now() + 20), () => show('once'));
show(once.name !== '', job.nextInvocation() !== null);
