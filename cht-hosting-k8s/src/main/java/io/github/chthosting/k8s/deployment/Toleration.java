package io.github.chthosting.k8s.deployment;

/**
 * A permission for CouchDB's pods to run on nodes that are kept free of others by a taint.
 *
 * @param key of the taint
 * @param operator {@code Equal} or {@code Exists}
 * @param value of the taint
 * @param effect {@code NoSchedule}, {@code PreferNoSchedule} or {@code NoExecute}
 */
public record Toleration(String key, String operator, String value, String effect) {

  /** Returns the toleration of the taint {@code key=value:NoSchedule}. */
  public static Toleration of(String key, String value) {
    return new Toleration(key, "Equal", value, "NoSchedule");
  }
}
