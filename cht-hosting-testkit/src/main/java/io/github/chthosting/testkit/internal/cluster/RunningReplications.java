package io.github.chthosting.testkit.internal.cluster;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The replications that one node runs, as the other nodes ask for them. */
public interface RunningReplications {
  /** None: what a node has that does not replicate. */
  RunningReplications NONE =
      new RunningReplications() {
        @Override
        public List<ObjectNode> running() {
          return List.of();
        }

        @Override
        public Optional<ObjectNode> runningFor(String document) {
          return Optional.empty();
        }

        @Override
        public Optional<String> cancel(JsonNode told) {
          return Optional.empty();
        }
      };

  /** The jobs of this node, as {@code _scheduler/jobs} lists them. */
  List<ObjectNode> running();

  /**
   * The job of this node for a version of a document in {@code _replicator}, as {@code
   * _scheduler/docs} lists it.
   */
  Optional<ObjectNode> runningFor(String document);

  /**
   * Ends the job of {@code _replicate} that this body names: by its id, or by what it copies, which
   * each node makes an id of with its own UUID.
   *
   * @return its id, empty if this node does not run it
   */
  Optional<String> cancel(JsonNode told);
}
