#!/usr/bin/env bash
# "Keep within 7 days": restic 0.14.0 counts from the newest snapshot, borg 1.2.4 from today. Same words, and borg may keep nothing.
#
# Version     named in the first line, pinned below.
# Behaviour   Three backups of January 2026, pruned much later with --keep-within 7d and nothing else. restic keeps the newest one whatever its age
#             (and what is at most 7 days older than it). borg prunes all three and exits with 0.
# Expected    The same option with the same letters means the same, and a rule that is meant to keep never empties the repository.
# Seen        2026-11-29, the lines at the end.
# Consequence Backups stopped unnoticed two weeks ago, the nightly prune went on: with borg there is nothing left on the day it is needed. Give
#             borg "--keep-last 1" beside it, or prune only after a backup that ended well. The reverse: rules moved to restic keep longer.
source "$(dirname "$0")/begin.bash"
debian 'restic=0.14.0*' 'borgbackup=1.2.4*' python3-msgpack python3-packaging python3-pkg-resources
export HOME=$work/home RESTIC_PASSWORD=finding RESTIC_REPOSITORY=$work/restic BORG_REPO=$work/borg BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK=yes
mkdir -p "$HOME" "$work/data"
echo document >"$work/data/document"
borg() { /usr/bin/python3 "$work/debian/usr/bin/borg" "$@"; }
restic -q init >&2
borg init -e none
for day in 2026-01-01 2026-01-02 2026-01-20; do
  restic -q backup --host finding --time "$day 10:00:00" "$work/data" >&2
  borg create --timestamp "${day}T10:00:00" "::$day" "$work/data"
done
restic -q forget --keep-within 7d >&2
borg prune --keep-within 7d
seen="restic keeps $(restic snapshots --json | grep -o '"time":"[^T]*' | cut -d'"' -f4 | tr '\n' ' ')
borg keeps $(borg list --short | tr '\n' ' ')"
recorded "$(sed 's/ *$//' <<<"$seen")" <<'R'
restic keeps 2026-01-20
borg keeps
R
