package io.github.chthosting.k8s.deployment;

import io.github.chthosting.ChtVersion;

/**
 * The generations of the CHT's chart: releases that take the same values and make the same objects.
 * A chart and the images it runs must be of one generation: those of 5.3 on an older chart, or the
 * reverse, leave a clustered CHT without search and sync.
 */
public enum ChartGeneration {
  /** {@code cht-chart-4x} of medic/helm-charts, for CHT 4.x. */
  V4("cht-chart-4x"),
  /** {@code cht-chart} 5.0.0 to 5.2.x: one Nouveau, beside the first CouchDB. */
  V5_0("cht-chart"),
  /** {@code cht-chart} from 5.3.0: a Nouveau beside each CouchDB. */
  V5_3("cht-chart");

  private final String chart;

  ChartGeneration(String chart) {
    this.chart = chart;
  }

  /** Returns the generation of the chart that is made for a version; a branch's is the newest. */
  public static ChartGeneration of(ChtVersion version) {
    if (version.isAtLeast(5, 3)) {
      return V5_3;
    }
    return version.isAtLeast(5, 0) ? V5_0 : V4;
  }

  /** Returns the name of the chart. */
  public String chart() {
    return chart;
  }
}
