#!/usr/bin/env bash
# helm-java 0.0.21 (Helm 3.21 inside): a password of digits is itself with "set" and something else from a values file; so is 010, yes and 1_000.
#
# Behaviour   A values file is YAML 1.1 turned into JSON: every number becomes a float64, printed with an exponent from seven digits on
#             (1234567 becomes 1.234567e+06), 010 is octal, yes is a boolean. "| quote" and "| toString" in the chart come too late. The same
#             text by set() stays: digits are an int64, what begins with 0 a string.
# Expected    That both ways give the same value, or at least that a whole number of ten digits is printed as a whole number.
# Seen        2026-11-29, the lines at the end: what a template with {{ .Values.password | quote }} renders.
# Consequence A chart tried out with --set and then installed with a values file has another CouchDB password and another secret, in the same
#             revision of the same chart. Kept once in CouchDB's own file it is never changed again by the chart. Quote every string in values.
source "$(dirname "$0")/begin.bash"
maven com.marcnuri.helm-java:helm-java:0.0.21
mkdir -p "$work/chart/templates"
printf 'apiVersion: v2\nname: chart\nversion: 1.0.0\n' >"$work/chart/Chart.yaml"
echo 'password: {{ .Values.password | quote }} # {{ kindOf .Values.password }}' >"$work/chart/templates/secret.yaml"
seen=$(WORK=$work run_java Values <<'J'
import com.marcnuri.helm.Helm;
import java.nio.file.*;

public class Values {
  public static void main(String[] args) throws Exception {
    Path work = Path.of(System.getenv("WORK"));
    Path values = work.resolve("values.yaml");
    for (String password : new String[] {"123456", "1234567", "1234567890", "0123456789", "010", "1_000", "1e3", "yes", "\"1234567890\""}) {
      Files.writeString(values, "password: " + password + "\n");
      System.out.println(password + " in a file: " + rendered(new Helm(work.resolve("chart")).template().withValuesFile(values).call())
          + ", by set: " + rendered(new Helm(work.resolve("chart")).template().set("password", password.replace("\"", "")).call()));
    }
    System.exit(0);
  }

  static String rendered(String manifest) {
    return manifest.lines().filter(line -> line.startsWith("password:")).findFirst().orElseThrow().substring("password: ".length()).replace(" #", "");
  }
}
J
)
recorded "$seen" <<'R'
123456 in a file: "123456" float64, by set: "123456" int64
1234567 in a file: "1.234567e+06" float64, by set: "1234567" int64
1234567890 in a file: "1.23456789e+09" float64, by set: "1234567890" int64
0123456789 in a file: "1.23456789e+08" float64, by set: "0123456789" string
010 in a file: "8" float64, by set: "010" string
1_000 in a file: "1000" float64, by set: "1_000" string
1e3 in a file: "1000" float64, by set: "1e3" string
yes in a file: "true" bool, by set: "yes" string
"1234567890" in a file: "1234567890" string, by set: "1234567890" int64
R
