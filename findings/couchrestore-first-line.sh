#!/usr/bin/env bash
# couchrestore 2.11.12: whether a broken line is an error depends on the first line of the file; without it half a backup is restored with exit 0.
#
# Behaviour   From 2.10 on a file begins with a line about the tool. With that line, JSON that does not parse ends the restore with 1. Without it (a
#             file of an older version, or one that lost its head on the way through tail, split or a shell script) such lines are left out
#             with their hundreds of documents, exit code 0. A file that was cut between two lines is taken for whole in both cases.
# Expected    A broken line is a broken backup; or at least a message and an exit code of its own.
# Seen        2026-11-29, the lines at the end; the server is a stand-in that counts documents. The same against CouchDB 3.5.2.
# Consequence An old backup on a damaged disk restores "well" without the damaged part. Nothing in the file says how many documents there should
#             be: keep the count of the database beside it, and count lines that do not parse before you restore.
source "$(dirname "$0")/begin.bash"
npm_packages @cloudant/couchbackup@2.11.12
cat >"$work/server.js" <<'J'
const { writeFileSync } = require('fs');
let count = 0;
require('http').createServer((request, response) => {
  const parts = [];
  request.on('data', (data) => parts.push(data));
  request.on('end', () => {
    let body = Buffer.concat(parts);
    if (request.headers['content-encoding'] === 'gzip') body = require('zlib').gunzipSync(body);
    response.setHeader('content-type', 'application/json');
    if (request.url.endsWith('/_bulk_docs')) {
      count += JSON.parse(body).docs.length;
      response.statusCode = 201;
      response.end('[]');
    } else if (request.url === '/count') {
      response.end(String(count));
      count = 0;
    } else response.end('{"db_name":"db","doc_count":0,"doc_del_count":0}');
  });
}).listen(0, '127.0.0.1', function () {
  writeFileSync(process.argv[2], String(this.address().port));
});
J
node "$work/server.js" "$work/port" >&2 &
server=$!
trap 'kill "$server"; rm -rf "$work"' EXIT
for _ in $(seq 100); do [ -s "$work/port" ] || sleep 0.1; done
url=http://127.0.0.1:$(cat "$work/port")
{
  echo '{"name":"@cloudant/couchbackup","version":"2.11.12","mode":"full","attachments":false}'
  for batch in 1 2 3; do echo "[{\"_id\":\"$batch-1\",\"_rev\":\"1-a\"},{\"_id\":\"$batch-2\",\"_rev\":\"1-a\"}]"; done
} >"$work/whole"
sed '3s/.$//' "$work/whole" >"$work/broken"
head -n 2 "$work/whole" >"$work/between"
restore() {
  local code=0
  "$work/node_modules/.bin/couchrestore" --url "$url" --db db <"$2" 2>"$work/said" || code=$?
  echo "$1: exit $code, documents restored $(node -e "fetch('$url/count').then((r) => r.text()).then(console.log)")"
}
seen=$(
  restore "whole, 6 documents" "$work/whole"
  restore "one byte lost in a line" "$work/broken" | sed 's/, documents.*//'
  tail -n +2 "$work/broken" >"$work/headless"
  restore "the same without the first line" "$work/headless"
  restore "cut between two lines" "$work/between"
)
recorded "$seen" <<'R'
whole, 6 documents: exit 0, documents restored 6
one byte lost in a line: exit 1
the same without the first line: exit 0, documents restored 4
cut between two lines: exit 0, documents restored 2
R
