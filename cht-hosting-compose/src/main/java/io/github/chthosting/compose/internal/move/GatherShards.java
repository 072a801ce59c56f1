package io.github.chthosting.compose.internal.move;

import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;
import java.util.List;

/**
 * Gathers all shards on one CouchDB node, while the CHT is in use.
 *
 * @param layout of the installation
 * @param node that has, or will have, all data
 * @param others the other nodes
 * @param deletingFiles whether the file of a shard goes once its documents are proven to be
 *     elsewhere
 */
@StepName("gather-shards")
public record GatherShards(Layout layout, String node, List<String> others, boolean deletingFiles)
    implements Step {
  public GatherShards {
    others = List.copyOf(others);
  }

  @Override
  public String describe() {
    return "gather all shards on %s, from %s%s"
        .formatted(
            node,
            String.join(", ", others),
            deletingFiles ? ", and delete the files of those that have moved" : "");
  }
}
