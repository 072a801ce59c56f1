package io.github.chthosting.couchdb.maintenance;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The state of a node's automatic compaction.
 *
 * @param node by name
 * @param channels its queues
 */
public record SmooshStatus(String node, List<Channel> channels) {
  public SmooshStatus {
    channels = List.copyOf(channels);
  }

  /**
   * A queue.
   *
   * @param name such as {@code ratio_dbs}
   * @param active compactions that run
   * @param starting compactions that are about to
   * @param waiting compactions that wait
   * @param lowest lowest priority of those that wait; of a ratio channel, file size by active size
   * @param highest highest priority of those that wait
   */
  public record Channel(
      String name, int active, int starting, int waiting, double lowest, double highest) {}

  static SmooshStatus of(String node, JsonNode json) {
    List<Channel> channels = new ArrayList<>();
    json.path("channels")
        .properties()
        .forEach(entry -> channels.add(channel(entry.getKey(), entry.getValue())));
    return new SmooshStatus(node, channels);
  }

  private static Channel channel(String name, JsonNode json) {
    JsonNode waiting = json.path("waiting");
    return new Channel(
        name,
        json.path("active").asInt(0),
        json.path("starting").asInt(0),
        waiting.path("size").asInt(0),
        waiting.path("min").asDouble(0),
        waiting.path("max").asDouble(0));
  }

  /** Returns the number of compactions that run or wait. */
  public int jobs() {
    return channels.stream()
        .mapToInt(channel -> channel.active + channel.starting + channel.waiting)
        .sum();
  }
}
