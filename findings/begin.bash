# Read by every finding: a temporary folder of its own, pinned public packages in it, and a comparison that fails when the behaviour changed.
set -euo pipefail
export LC_ALL=C.UTF-8
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# maven GROUP:ARTIFACT:VERSION... puts the jars and what they need into $work/jars and prints the versions.
maven() {
  local coordinate group artifact version
  {
    echo '<project><modelVersion>4.0.0</modelVersion><groupId>finding</groupId><artifactId>finding</artifactId><version>1</version><packaging>pom</packaging><dependencies>'
    for coordinate in "$@"; do
      IFS=: read -r group artifact version <<<"$coordinate"
      echo "<dependency><groupId>$group</groupId><artifactId>$artifact</artifactId><version>$version</version></dependency>"
    done
    echo '</dependencies></project>'
  } >"$work/pom.xml"
  "${MAVEN:-mvn}" -q -B --no-transfer-progress -Dstyle.color=never -f "$work/pom.xml" \
    org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies -DoutputDirectory="$work/jars" >"$work/maven.log" 2>&1 || { cat "$work/maven.log" >&2; return 1; }
  printf 'version: %s\n' "$@"
}

# run_java NAME reads a class NAME from standard input and runs it with $work/jars; what libraries log is left out.
run_java() {
  mkdir -p "$work/java"
  cat >"$work/java/$1.java"
  java -Xmx256m -XX:TieredStopAtLevel=1 -Djava.io.tmpdir="$work" -cp "$work/jars/*" "$work/java/$1.java" 2>"$work/java/errors" || { cat "$work/java/errors" >&2; return 1; }
}

# npm_packages NAME@VERSION... installs without running any package's scripts.
npm_packages() {
  npm install --prefix "$work" --ignore-scripts --no-audit --no-fund --no-save --prefer-offline --loglevel error "$@" >&2
  printf 'version: %s\n' "$@"
}

# debian NAME=VERSION... unpacks Debian packages into $work/debian, installs nothing, and puts them on the path. debian_options go to apt-get.
debian_options=()
debian() {
  mkdir -p "$work/packages"
  (cd "$work/packages" && apt-get -qq -o APT::Sandbox::User=root "${debian_options[@]}" download "$@" >&2) || return 1
  local package
  for package in "$work"/packages/*.deb; do dpkg-deb -x "$package" "$work/debian"; done
  export PATH=$work/debian/usr/sbin:$work/debian/usr/bin:$PATH
  export LD_LIBRARY_PATH=$work/debian/usr/lib/x86_64-linux-gnu
  export PYTHONPATH=$work/debian/usr/lib/python3/dist-packages
  printf 'version: %s\n' "$@"
}

# recorded SEEN compares with the lines on standard input, and ends with 1 where they differ.
recorded() {
  printf '%s\n' "$1" >"$work/seen"
  cat >"$work/recorded"
  cat "$work/seen"
  if ! diff -u --label recorded --label seen "$work/recorded" "$work/seen"; then
    echo "CHANGED: this is no longer what was recorded." >&2
    exit 1
  fi
  echo "as recorded"
}
