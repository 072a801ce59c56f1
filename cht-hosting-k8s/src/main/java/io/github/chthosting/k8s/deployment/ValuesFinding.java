package io.github.chthosting.k8s.deployment;

import io.github.chthosting.plan.FindingCode;

/** Names what is found about the values of a chart. */
public enum ValuesFinding implements FindingCode {
  /** A truth value stands in quotes: the chart takes the text {@code "false"} for true. */
  QUOTED_BOOLEAN,
  /** No template of the chart uses the value: it does nothing, or its name is misspelt. */
  UNUSED,
  /** The values put CouchDB on the root of its volume, and not in a folder of it. */
  ROOT_OF_VOLUME,
  /** The data lies in folders of nodes: persistent volumes must be made before the chart. */
  VOLUMES_FIRST,
  /** Claims that are there would have to change what Kubernetes never lets change. */
  CLAIMS_IMMUTABLE;

  @Override
  public String code() {
    return FindingCode.of("values", this);
  }
}
