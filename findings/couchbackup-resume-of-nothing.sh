#!/usr/bin/env bash
# couchbackup 2.11.12: --resume with a log that is complete, or that belongs to another database, writes a backup without a document and ends with 0.
#
# Version     named in the first line, pinned below.
# Behaviour   The log holds ids and which batches are done, neither the database's name nor its URL. With a complete log a resumed run to a new file
#             (one named after the day) writes one line, the resume marker. With the log of another database it asks for ids that are not there,
#             drops each "not_found", and writes one empty list a batch. Both say "Finished" and exit with 0, and couchrestore takes both.
# Expected    "Nothing to resume" or a fresh backup for the one, and an error, or at least the missing ids, for the other.
# Seen        2026-11-29, the lines at the end; the server is a stand-in with two databases of 3 documents. The same against CouchDB 3.5.2.
# Consequence A nightly job that always says --resume and names its files by date, or one log path for several databases, makes an empty backup
#             every night with every check green. A log's name must hold the database and the day; compare the documents written with doc_count.
source "$(dirname "$0")/begin.bash"
npm_packages @cloudant/couchbackup@2.11.12
cat >"$work/server.js" <<'J'
const { writeFileSync } = require('fs');
const ids = { medic: ['m1', 'm2', 'm3'], users: ['u1', 'u2', 'u3'] };
require('http').createServer((request, response) => {
  const parts = [];
  request.on('data', (data) => parts.push(data));
  request.on('end', () => {
    let body = Buffer.concat(parts);
    if (request.headers['content-encoding'] === 'gzip') body = require('zlib').gunzipSync(body);
    const [, database, call] = new URL(request.url, 'http://x').pathname.split('/');
    const row = (id) => ({ id, changes: [{ rev: '1-a' }], seq: '1-a' });
    const found = (id) => (ids[database].includes(id) ? { ok: { _id: id, _rev: '1-a' } } : { error: { id, rev: 'undefined', error: 'not_found', reason: 'missing' } });
    const answers = {
      _bulk_get: () => ({ results: JSON.parse(body).docs.map(({ id }) => ({ id, docs: [found(id)] })) }),
      _changes: () => ({ results: ids[database].map(row), last_seq: '3-a', pending: 0 }),
    };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answers[call] ? answers[call]() : { db_name: database, doc_count: 3 }));
  });
}).listen(0, '127.0.0.1', function () {
  writeFileSync(process.argv[2], String(this.address().port));
});
J
node "$work/server.js" "$work/port" >&2 &
server=$!
trap 'kill "$server"; rm -rf "$work"' EXIT
for _ in $(seq 100); do [ -s "$work/port" ] || sleep 0.1; done
backup() {
  local code=0 out
  out=$(mktemp -p "$work")
  "$work/node_modules/.bin/couchbackup" --url "http://127.0.0.1:$(cat "$work/port")" "${@:2}" --output "$out" 2>"$work/said" || code=$?
  echo "$1: exit $code, $(grep -o 'Finished.*' "$work/said"), documents in the file $(grep -o '"_id"' "$out" | wc -l)"
}
seen=$(
  backup "first run" --db medic --log "$work/log"
  backup "the same with --resume" --db medic --log "$work/log" --resume
  grep -v '^:d' "$work/log" >"$work/log-of-medic"
  backup "--resume of another database's log" --db users --log "$work/log-of-medic" --resume
)
recorded "$seen" <<'R'
first run: exit 0, Finished - Total document revisions written: 3, documents in the file 3
the same with --resume: exit 0, Finished - Total document revisions written: 0, documents in the file 0
--resume of another database's log: exit 0, Finished - Total document revisions written: 0, documents in the file 0
R
