'use strict';

/** Puts the client into the room; answers in which worker it is. */
exports.join = async function() {
  const [ { room, name }, answer ] = this.args;
  await new Promise((resolve, reject) => this.socket.join(room, error => (error ? reject(error) : resolve())));
  Object.assign(this.socket, { room, speaker: name });
  answer(process.pid);
};

/** Tells everybody in the client's room, whichever worker has them. */
exports.say = async function() {
  const { room, speaker } = this.socket;
  const [ text ] = this.args;
  await this.app.mysql.insert('sayings', { room, speaker, text });
  this.app.io.of('/').to(room).emit('said', { speaker, text });
};
