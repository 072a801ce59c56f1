package io.github.chthosting.examples;

import picocli.CommandLine.Option;

/** The questions asked before a CHT is destroyed. */
final class DestroyChoices {
  @Option(names = "--name", required = true, description = "its name once more, typed")
  private String typed = "";

  @Option(names = "--data", description = "the data too, which nothing brings back")
  private boolean data;

  String typed() {
    return typed;
  }

  boolean data() {
    return data;
  }
}
