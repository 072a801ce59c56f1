#!/usr/bin/env bash
# restic 0.14.0: a backup that was killed leaves a lock that backups ignore, and that check, forget and prune refuse, on the same host too.
#
# Version     named in the first line, pinned below.
# Behaviour   The lock names host and process; restic could see that the process is gone (its "unlock" does see it). Backups and restores go on,
#             exit code 0. check, forget and prune end with an error at once, every night, until somebody says "restic unlock".
# Expected    That a lock of a dead process of this host is stepped over by all commands, or by none.
# Seen        2026-11-29, the lines at the end: exit codes after the kill, and after "unlock".
# Consequence The green light is that of the backup. After one power cut or OOM kill nothing is verified or pruned any more, and the disk of the
#             repository fills until backups fail as well. Alarm on check and prune by themselves, and run "unlock" (not --remove-all) before them.
source "$(dirname "$0")/begin.bash"
debian 'restic=0.14.0*'
export HOME=$work/home RESTIC_PASSWORD=finding RESTIC_REPOSITORY=$work/restic
mkdir -p "$HOME" "$work/data"
echo document >"$work/data/document"
restic -q init >&2
restic -q backup "$work/data" >&2
head -c 20000000 /dev/urandom >"$work/data/large"
restic -q backup --limit-upload 100 "$work/data" >&2 &
backup=$!
for _ in $(seq 300); do [ -z "$(ls "$work/restic/locks")" ] || break; sleep 0.1; done
kill -KILL "$backup"
wait "$backup" 2>/dev/null || true
rm "$work/data/large"
codes() {
  local command code
  for command in "backup $work/data" "restore latest --target $work/out" check "forget --keep-last 1" prune; do
    code=0
    restic -q $command >&2 || code=$?
    echo "$1: ${command%% *} $code"
  done
}
seen=$(codes 'after the kill'; restic -q unlock >&2; codes 'after unlock')
recorded "$seen" <<'R'
after the kill: backup 0
after the kill: restore 0
after the kill: check 1
after the kill: forget 1
after the kill: prune 1
after unlock: backup 0
after unlock: restore 0
after unlock: check 0
after unlock: forget 0
after unlock: prune 0
R
