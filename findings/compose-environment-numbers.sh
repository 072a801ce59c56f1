#!/usr/bin/env bash
# Docker Compose 2.26.1: a password of digits under "environment:" is another password in the container, by four different rules.
#
# Version     named in the first line, pinned below.
# Behaviour   The file's scalar is made a number and printed again: 0777 is octal (511), 0123456789 cannot be octal and becomes a float with an
#             exponent, 089 loses its zero, 1e3 and 1_000 are 1000, a date becomes a time stamp. "yes" and 12:30, where YAML 1.1's
#             fame comes from, are left alone. The same text through ${NAME} and the .env file stays, and so do quoted ones.
# Expected    The text: an environment has only strings; or, knowing YAML 1.1, trouble with "yes" and none with ten digits.
# Seen        2026-11-29, the lines at the end: "docker compose config" (no engine needed); Debian 13's package.
# Consequence A COUCHDB_PASSWORD moved from .env into an override file is a different one, CouchDB keeps the one it was first started with, and api
#             is locked out. Quote every value under "environment:" and "labels:".
source "$(dirname "$0")/begin.bash"
apt=$work/apt
mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial"
mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 'Codename: bookworm' | grep -m 1 debian)
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror trixie main" >"$apt/sources.list"
options=(-o "Dir::Etc::SourceList=$apt/sources.list" -o Dir::Etc::SourceParts=- -o "Dir::State::Lists=$apt/lists" -o "Dir::Cache=$apt/cache" -o Acquire::Languages=none)
apt-get -qq "${options[@]}" update >&2
debian_options=("${options[@]}")
debian 'docker-compose=2.26.1*'
compose=$work/debian/usr/libexec/docker/cli-plugins/docker-compose
cat >"$work/compose.yml" <<'Y'
name: finding
services:
  couchdb:
    image: couchdb
    environment:
      A: 1234567890
      B: 0123456789
      C: 0777
      D: 089
      E: 1e3
      F: 1_000
      G: 12345678.0
      H: 2026-11-29
      I: yes
      J: 12:30
      K: "0123456789"
      L: ${PASSWORD}
Y
echo 'PASSWORD=0123456789' >"$work/.env"
seen=$("$compose" -f "$work/compose.yml" config --format json | tr ',{' '\n\n' | sed -nE 's/^ *"([A-L])": *"([^"]*)"}?/\1 \2/p' | sort)
recorded "$seen" <<'R'
A 1234567890
B 1.23456789e+08
C 511
D 89
E 1000
F 1000
G 1.2345678e+07
H 2026-11-29 00:00:00 +0000 UTC
I yes
J 12:30
K 0123456789
L 0123456789
R
