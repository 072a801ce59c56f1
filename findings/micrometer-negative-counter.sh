#!/usr/bin/env bash
# Micrometer 1.17.0 with its Prometheus registry: one function counter below zero makes the whole scrape fail, for all other meters too.
#
# Version     named in the first line, pinned below.
# Behaviour   A FunctionCounter whose function returns -1 is accepted; scrape() throws IllegalArgumentException as long as it does. A gauge whose
#             function throws, and a counter that is NaN or goes down, are printed and spare the rest.
# Expected    At worst that counter is missing or NaN, as for a gauge whose function fails.
# Seen        2026-11-29, the lines at the end.
# Consequence The CHT's monitoring API says -1 for "could not be found out". Handed on as a counter, one database in trouble takes all
#             metrics of all instances away, just when they are wanted, and alerts on values stop firing. Turn -1 into NaN before the registry.
source "$(dirname "$0")/begin.bash"
maven io.micrometer:micrometer-registry-prometheus:1.17.0
seen=$(run_java Negative <<'J'
import io.micrometer.core.instrument.*;
import io.micrometer.prometheusmetrics.*;
import java.util.stream.Collectors;

public class Negative {
  public static void main(String[] args) {
    java.util.logging.LogManager.getLogManager().reset();
    for (double value : new double[] {5, Double.NaN, -1}) {
      var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
      Gauge.builder("cht_up", () -> 1).register(registry);
      Gauge.builder("cht_failing", () -> { throw new IllegalStateException(); }).register(registry);
      FunctionCounter.builder("cht_conflicts", value, Double::doubleValue).register(registry);
      System.out.println("counter at " + value + ": " + scrape(registry));
    }
  }

  static String scrape(PrometheusMeterRegistry registry) {
    try {
      return registry.scrape().lines().filter(line -> !line.startsWith("#")).sorted().collect(Collectors.joining(", "));
    } catch (IllegalArgumentException e) {
      return "no metrics at all, IllegalArgumentException";
    }
  }
}
J
)
recorded "$seen" <<'R'
counter at 5.0: cht_conflicts_total 5.0, cht_failing NaN, cht_up 1.0
counter at NaN: cht_conflicts_total NaN, cht_failing NaN, cht_up 1.0
counter at -1.0: no metrics at all, IllegalArgumentException
R
