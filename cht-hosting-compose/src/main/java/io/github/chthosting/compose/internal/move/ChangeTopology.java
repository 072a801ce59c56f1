package io.github.chthosting.compose.internal.move;

import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.internal.install.Setting;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;
import java.nio.file.Path;
import java.util.List;

/**
 * Exchanges one CouchDB node for the first of three, or the other way round, on the same data.
 *
 * @param before the files that are in use
 * @param after the files that will be
 * @param from the name that the files in use are kept under
 * @param to the name that the others are kept under
 * @param own the text of our own compose file; empty if there is none
 * @param data the folder of the node that has all data
 * @param folders for the data of new nodes
 * @param node the name of the node that has all data
 * @param renamed the name that it gets
 * @param members of the cluster afterwards
 * @param unset settings that go
 * @param set settings that change, in the order in which they are written
 */
@StepName("change-topology")
public record ChangeTopology(
    Layout before,
    Layout after,
    String from,
    String to,
    String own,
    Path data,
    List<Path> folders,
    String node,
    String renamed,
    List<String> members,
    List<String> unset,
    List<Setting> set)
    implements Step {
  public ChangeTopology {
    folders = List.copyOf(folders);
    members = List.copyOf(members);
    unset = List.copyOf(unset);
    set = List.copyOf(set);
  }

  @Override
  public String describe() {
    return "exchange CouchDB of %s: %s becomes %s, of %s"
        .formatted(before.project(), node, renamed, String.join(", ", members));
  }
}
