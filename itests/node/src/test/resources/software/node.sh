# Node.js: a server, a worker thread and a child process
# packages: nodejs
cat >/tmp/all.js <<'JS'
const http = require('http'), { Worker } = require('worker_threads'), { execFileSync } = require('child_process');
const server = http.createServer((request, response) => response.end('page')).listen(0, () => {
  http.get({ port: server.address().port }, response => response.on('data', page => {
    new Worker("require('worker_threads').parentPort.postMessage(6 * 7)", { eval: true }).on('message', n => {
      console.log(String(page), n, String(execFileSync('id', ['-u'])).trim());
      server.close();
    });
  }));
});
JS
[ "$(node /tmp/all.js)" = "page 42 0" ]
