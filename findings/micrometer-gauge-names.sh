#!/usr/bin/env bash
# Micrometer 1.17.0 with its Prometheus registry: the end of a gauge's name decides whether its name, its value, or the gauge itself is lost.
#
# Version     named in the first line, pinned below.
# Behaviour   A gauge named ..._total, ..._created, ..._bucket or ..._info is exported without that end. Named "cht.info" (with the dot) it keeps the
#             name and always prints 1, whatever its value. Two gauges whose names differ by such an end only are one: the second one's value is not
#             in the scrape, and registering it raises nothing (one line in the log). ..._count, ..._sum and ..._max are kept.
# Expected    The name that was given (dots to underscores), the value of the gauge, and an exception for two meters that collide.
# Seen        2026-11-29, the lines at the end.
# Consequence Dashboards and alert rules that somebody else wrote (those of CHT Watchdog use gauges named ..._total and ..._count) find no series and
#             say nothing, since a rule over no series never fires. Scrape once in a test and compare with the names that the rules read.
source "$(dirname "$0")/begin.bash"
maven io.micrometer:micrometer-registry-prometheus:1.17.0
seen=$(run_java Gauges <<'J'
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.*;
import java.util.List;
import java.util.stream.Collectors;

public class Gauges {
  public static void main(String[] args) {
    for (String name : List.of("cht_feedback_count", "cht_feedback_total", "cht_feedback_created", "cht_feedback_bucket", "cht_feedback_info", "cht.info"))
      System.out.println(name + " = 7 is scraped as: " + scrape(name));
    System.out.println("cht_feedback_total = 7 and cht_feedback = 8 are scraped as: " + scrape("cht_feedback_total", "cht_feedback"));
  }

  static String scrape(String... names) {
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    int value = 7;
    for (String name : names) {
      int own = value++;
      Gauge.builder(name, () -> own).register(registry);
    }
    return registry.scrape().lines().filter(line -> !line.startsWith("#")).collect(Collectors.joining(", "));
  }
}
J
)
recorded "$seen" <<'R'
cht_feedback_count = 7 is scraped as: cht_feedback_count 7.0
cht_feedback_total = 7 is scraped as: cht_feedback 7.0
cht_feedback_created = 7 is scraped as: cht_feedback 7.0
cht_feedback_bucket = 7 is scraped as: cht_feedback 7.0
cht_feedback_info = 7 is scraped as: cht_feedback 7.0
cht.info = 7 is scraped as: cht_info 1
cht_feedback_total = 7 and cht_feedback = 8 are scraped as: cht_feedback 7.0
R
